import type { Analysis, LayerFigures, ModuleFigures } from '../../analysis/analysis';
import { moduleRefusals, refusalsOf, scheduleRefusal } from '../../analysis/refusals';
import type { Refusal } from '../../cost/index';
import type { Finding, Rule } from '../rule';
import { sentence } from '../words';

/** A layer that exports make no kernel of. Of number types it is told once a network or branch. */
export const layerNotExported: Rule = {
  code: 'EX8013',
  severity: 'warning',
  *check(analysis) {
    const told = new Set<unknown>();
    for (const [module, layer] of layersOf(analysis)) {
      const { spec } = layer.shaped;
      for (const { what, message } of refusalsOf(layer)) {
        const once = what === 'type' ? module.list.spec : spec.node;
        if (hasOwn(layer, what) || told.has(once)) continue;
        if (what === 'type') told.add(once);
        yield {
          at: { ...spec.origin, span: spec.node.name?.span ?? spec.node.layerKind.span },
          message: `No kernel is exported of this layer: ${sentence(message).replace(/^./, (c) => c.toLowerCase())}`,
        };
      }
    }
  },
};

/** A stage or branch that no kernel can be, for what it reads, hands on or decides by. */
export const moduleNotExported: Rule = {
  code: 'EX8014',
  severity: 'warning',
  *check(analysis) {
    if (!isMeant(analysis)) return;
    for (const module of analysis.modules) {
      for (const { message, origin } of moduleRefusals(analysis, module))
        yield { at: origin, message: `No kernel is exported of it: ${message}.` };
    }
  },
};

/** A schedule that the exported controller does not run. */
export const scheduleNotExported: Rule = {
  code: 'EX8015',
  severity: 'warning',
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
      message: `No controller is exported of this schedule: ${refusal}.`,
    };
  },
};

/** Without a device, nothing is built. */
function isMeant({ target, design }: Analysis): boolean {
  return target.part !== undefined && design.networks.length > 0;
}

function* layersOf(analysis: Analysis): Iterable<readonly [ModuleFigures, LayerFigures]> {
  if (!isMeant(analysis)) return;
  const seen = new Set<LayerFigures>();
  for (const module of analysis.modules) {
    for (const index of module.layers) {
      const layer = module.list.layers[index];
      if (layer === undefined || seen.has(layer)) continue;
      seen.add(layer);
      yield [module, layer];
    }
  }
}

/** A rule of its own tells it: of operators, of shapes, of batch normalisation that nothing takes in, of parallelism. */
function hasOwn({ shaped }: LayerFigures, what: Refusal['what']): boolean {
  if (what === 'kind') return shaped.spec.kind !== 'softmax';
  return what === 'shape' || what === 'parallelism';
}
