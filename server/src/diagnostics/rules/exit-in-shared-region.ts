import { formatNs } from '../../base/format';
import type { Rule } from '../rule';
import { list } from '../words';

/** An exit in a region that stages use, too, must be loaded before it can decide: no load is left to hide behind. */
export const exitInSharedRegion: Rule = {
  code: 'EX7010',
  severity: 'warning',
  *check({ regions }) {
    for (const { spec, modules, loadNs } of regions) {
      const stages = modules.filter((m) => m.kind === 'stage').map((m) => m.name);
      if (stages.length === 0) continue;
      for (const module of modules) {
        if (module.kind !== 'exit') continue;
        const at = 'placeOrigin' in module.spec ? module.spec.placeOrigin : undefined;
        const price = loadNs === undefined ? '' : ` (${formatNs(loadNs)})`;
        yield {
          at: at ?? module.spec.origin,
          message: `Exit \`${module.name}\` shares region \`${spec.name}\` with ${list(stages)}, so it is loaded${price} before it can decide, and hides behind nothing: place it in \`static\` or in a region of its own.`,
          fixes: at ? [{ title: "Change to 'static'", edits: [{ at, text: 'static' }] }] : [],
        };
      }
    }
  },
};

/** A region that holds one module and never another: nothing is ever loaded into it. */
export const exitInOwnRegion: Rule = {
  code: 'EX7015',
  severity: 'information',
  *check({ regions }) {
    for (const { spec, modules } of regions) {
      const [module, other] = modules;
      if (module?.kind !== 'exit' || other !== undefined) continue;
      const at = 'placeOrigin' in module.spec ? module.spec.placeOrigin : undefined;
      yield {
        at: at ?? module.spec.origin,
        message: `Region \`${spec.name}\` holds only the check of \`${module.name}\`, so nothing is ever loaded into it: \`on static\` does the same without a region.`,
        fixes: at ? [{ title: "Change to 'static'", edits: [{ at, text: 'static' }] }] : [],
      };
    }
  },
};
