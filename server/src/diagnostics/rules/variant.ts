import { elements, isImage, type Shape } from '../../network/index';
import type { Explanation, Rule } from '../rule';
import { list } from '../sentence';

const variantExplanation: Explanation = {
  title: 'Setting of a variant that changes nothing',
  means:
    'Settings behind the braces of a stage apply to those of its layers that take them; no layer of this stage takes this one.',
  example: `network n {
  input image 1x28x28
  flatten
  dense f1 units 10
}
stage all in static { f1 } scale 2x2`,
  way: 'Remove it, or write one that a layer of the stage has.',
};

const variantShapeExplanation: Explanation = {
  title: 'Variant with a different shape',
  means:
    'A stage with settings of its own replaces layers of the network, so what it hands on must be what the next stage reads. Only channels may be left out: they are passed on as zeros.',
  example: `network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  conv c2 kernel 2x2 filters 8
  flatten
  dense f1 units 10
}
stage front in static { c1 }
stage mid in static { c2 } kernel 3x3
stage back in static { f1 }`,
  way: 'Choose settings that keep rows and columns, such as a larger kernel with `pad`.',
};

/** Settings after a stage's braces that none of its layers takes. */
export const variant: Rule = {
  code: 'EX4007',
  severity: 'warning',
  explanation: variantExplanation,
  *check({ design }) {
    for (const [{ name, origin }, { idle }] of design.variants) {
      for (const setting of idle) {
        yield {
          at: { ...origin, span: setting.span },
          message: `\`${setting.keyword.text}\` changes nothing: no layer of stage \`${name}\` takes it.`,
        };
      }
    }
  },
};

/** The output of a stage with its own settings must match the input of the next one. */
export const variantShape: Rule = {
  code: 'EX3017',
  severity: 'error',
  explanation: variantShapeExplanation,
  *check({ design, lists, modules }) {
    for (const module of modules) {
      const { spec, list: own } = module;
      if (!('variant' in spec) || !design.variants.has(spec)) continue;
      const plain = lists.find((l) => l.kind === 'network' && l.name === spec.network)?.layers;
      const last = module.layers.at(-1) ?? 0;
      const is = own.layers[last]?.shaped.outShape;
      const was = plain?.[last]?.shaped.outShape;
      const fewer = spec.variant.some((s) => s.keyword.text === 'filters' || s.keyword.text === 'units');
      if (was === undefined || (is !== undefined && replaces(is, was, fewer))) continue;
      const settings = list(spec.variant.map((s) => s.keyword.text));
      const isEnd = design.networks.some((n) => n.name === spec.network && n.layers.length - 1 === last);
      const result =
        is === undefined
          ? 'its layers do not fit together'
          : `it outputs ${elements(is)} values where ${elements(was)} are ${isEnd ? 'expected' : 'read by what follows'}`;
      yield {
        at: spec.origin,
        message: `With ${settings} stage \`${spec.name}\` cannot replace its layers in the network: ${result}. Only channels may be left out.`,
      };
    }
  },
};

/** The same shape, or the same image size with fewer channels: omitted channels are passed on as zeros. */
function replaces(is: Shape, was: Shape, fewer: boolean): boolean {
  if (isImage(is) && isImage(was)) return is.h === was.h && is.w === was.w && is.c <= was.c;
  return fewer ? elements(is) <= elements(was) : elements(is) === elements(was);
}
