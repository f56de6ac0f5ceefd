import type { Analysis, LayerFigures, ModuleFigures } from '../../analysis/analysis';
import { layersOf } from '../../analysis/figures/module-layers';
import { buildRefusals } from '../../analysis/refusals/build-refusals';
import { moduleRefusals, refusalsOf, refusedLayers, scheduleRefusal } from '../../analysis/refusals/refusals';
import { kindCost, type Refusal } from '../../cost/index';
import type { Explanation, Finding, Rule } from '../rule';
import { sentence } from '../sentence';

const layerNotExportedExplanation: Explanation = {
  title: 'Layer without a kernel',
  means:
    'The layer is modelled, but the exported kernels cannot compute it. This is reported while typing, so that no export fails at the end.',
  example: `device { board pynq-z2 }
network n {
  input image 1x28x28
  flatten
  dense f1 units 10 rank 4
}`,
  way: 'The message says what to write instead. Without an export, nothing needs to be changed.',
};

const moduleNotExportedExplanation: Explanation = {
  title: 'Module without a kernel',
  means:
    'A kernel has at most eight streams in and eight out, a DMA each, and a decision within 64 bits. This stage, exit or switch needs more.',
  example: `device { board zcu102 }
network n {
  input image 1x8x8
  conv a kernel 3x3 filters 4
  conv b1 from a kernel 1x1 filters 4
  conv b2 from a kernel 1x1 filters 4
  conv b3 from a kernel 1x1 filters 4
  conv b4 from a kernel 1x1 filters 4
  conv b5 from a kernel 1x1 filters 4
  conv b6 from a kernel 1x1 filters 4
  conv b7 from a kernel 1x1 filters 4
  conv b8 from a kernel 1x1 filters 4
  conv b9 from a kernel 1x1 filters 4
  concat all from b1, b2, b3, b4, b5, b6, b7, b8, b9
  flatten
  dense f1 units 10
}
stage front in static { a .. b9 }
stage back in static { all .. f1 }`,
  way: 'Cut the network where fewer values cross; the message names a layer before which they do.',
};

const scheduleNotExportedExplanation: Explanation = {
  title: 'Schedule without a controller',
  means:
    'The exported controller does not support this schedule, such as batches through a switch under `speculate`.',
  example: `device { board pynq-z2 }
network a {
  input image 1x8x8
  flatten
  dense fa units 10
}
network b {
  input image 1x8x8
  flatten
  dense fb units 10
}
switch gate before a, b {
  flatten
  dense units 2
  case small rate 50% -> a
  case large rate 50% -> b
}
schedule { policy speculate batch 4 }`,
  way: 'Write what the message names, such as `batch 1`.',
};

/** A layer without an exported kernel. Number types are reported once per network or branch. */
export const layerNotExported: Rule = {
  code: 'EX8013',
  severity: 'warning',
  explanation: layerNotExportedExplanation,
  *check(analysis) {
    const told = new Set<unknown>();
    for (const [module, layer] of refusedIn(analysis)) {
      const { spec } = layer.shaped;
      for (const { what, message } of refusalsOf(layer)) {
        const once = what === 'type' ? module.list.spec : spec.node;
        if (hasOwn(layer, what) || told.has(once)) continue;
        if (what === 'type') told.add(once);
        yield {
          at: { ...spec.origin, span: spec.node.name?.span ?? spec.node.layerKind.span },
          message: `This layer cannot be exported: ${sentence(message).replace(/^./, (c) => c.toLowerCase())}`,
        };
      }
    }
  },
};

/** A stage or branch that cannot be a kernel because of its inputs, outputs or decision. */
export const moduleNotExported: Rule = {
  code: 'EX8014',
  severity: 'warning',
  explanation: moduleNotExportedExplanation,
  *check(analysis) {
    if (!isMeant(analysis)) return;
    for (const module of analysis.modules) {
      for (const { message, origin } of moduleRefusals(analysis, module))
        yield { at: origin, message: `This module cannot be exported: ${message}.` };
    }
  },
};

/** A schedule that the exported controller does not support. */
export const scheduleNotExported: Rule = {
  code: 'EX8015',
  severity: 'warning',
  explanation: scheduleNotExportedExplanation,
  *check(analysis): Iterable<Finding> {
    const { timeline, design } = analysis;
    const { origin } = design.schedule;
    if (!isMeant(analysis) || timeline === undefined || origin === undefined) return;
    const refusal = scheduleRefusal(timeline.problem);
    if (refusal === undefined) return;
    const { block } = origin;
    const written =
      block.kind === 'schedule' ? block.settings.find((s) => s.keyword.text === 'batch') : undefined;
    yield {
      at: { ...origin, span: written?.span ?? origin.span },
      message: `This schedule cannot be exported: ${refusal}.`,
    };
  },
};

const projectNotExportedExplanation: Explanation = {
  title: 'Design without a project',
  means:
    'Kernels can be exported, but not a Vivado project or a program for the board: the part has no package and speed grade, everything runs on the processor, the port is an ICAP, for which no controller is built, or there are more steps or streams than the runtime has room for.',
  example: `device { part "xc7z020" }
network n {
  input image 1x8x8
  flatten
  dense f1 units 10
}`,
  way: 'Write what the message names.',
};

/** Limits of Vivado and the runtime. */
export const projectNotExported: Rule = {
  code: 'EX8017',
  severity: 'warning',
  explanation: projectNotExportedExplanation,
  *check(analysis) {
    if (!isMeant(analysis)) return;
    for (const { message, origin, instead } of buildRefusals(analysis))
      yield {
        at: origin,
        message: `This design cannot be exported as a project: ${message}.`,
        fixes:
          instead === undefined
            ? []
            : [{ title: `Change to '${instead}'`, edits: [{ at: origin, text: instead }] }],
      };
  },
};

/** Without a device, nothing is built. */
function isMeant({ target, design }: Analysis): boolean {
  return target.part !== undefined && design.networks.length > 0;
}

/** Layers with refusals, once each. */
function* refusedIn(analysis: Analysis): Iterable<readonly [ModuleFigures, LayerFigures]> {
  if (!isMeant(analysis)) return;
  const seen = new Set<LayerFigures>();
  for (const module of analysis.modules) {
    for (const layer of refusedLayers(layersOf(module))) {
      if (seen.has(layer)) continue;
      seen.add(layer);
      yield [module, layer];
    }
  }
}

/** Whether another rule reports it: operators, shapes, unfolded batch normalisation, parallelism. */
function hasOwn({ shaped }: LayerFigures, what: Refusal['what']): boolean {
  if (what === 'kind') return typeof kindCost(shaped.spec.kind).parts === 'string';
  return what === 'shape' || what === 'parallelism' || what === 'order';
}
