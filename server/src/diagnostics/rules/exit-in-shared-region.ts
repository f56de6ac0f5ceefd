import { formatNs } from '../../base/format';
import type { Explanation, Rule } from '../rule';
import { list } from '../sentence';

const exitInSharedRegionExplanation: Explanation = {
  title: 'Exit whose check cannot be hidden',
  means:
    'The exit shares a region with stages, so it must be loaded before it can decide, and no load is left to hide its check behind.',
  example: `device { board pynq-z2 }
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  maxpool p1 window 2x2
  conv c2 kernel 2x2 filters 8
  flatten
  dense f1 units 10
}
exit early after p1 {
  flatten
  dense b1 units 10
  when softmax >= 0.9
  rate 60%
  on rp0
}
stage front in rp0 { c1 .. p1 }
stage back in rp0 { c2 .. f1 }
region rp0 { pblock auto }`,
  way: 'Place it in `static` or in a region of its own.',
};

const exitInOwnRegionExplanation: Explanation = {
  title: 'Region for an exit alone',
  means:
    'Nothing else is ever placed in the region, so nothing is ever loaded into it: resident hardware would do the same without a region.',
  example: `device { board pynq-z2 }
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  maxpool p1 window 2x2
  conv c2 kernel 2x2 filters 8
  flatten
  dense f1 units 10
}
exit early after p1 {
  flatten
  dense b1 units 10
  when softmax >= 0.9
  rate 60%
  on rp0
}
region rp0 { pblock auto }`,
  way: 'Write `on static`, or place another module in the region.',
};

/** An exit in a region that stages also use must be loaded before it can decide, so no load is left to hide it. */
export const exitInSharedRegion: Rule = {
  code: 'EX7010',
  severity: 'warning',
  explanation: exitInSharedRegionExplanation,
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
          message: `Exit \`${module.name}\` shares region \`${spec.name}\` with ${list(stages)}, so it is loaded${price} before it can decide, with no load left to hide it: place it in \`static\` or in a region of its own.`,
          fixes: at ? [{ title: "Change to 'static'", edits: [{ at, text: 'static' }] }] : [],
        };
      }
    }
  },
};

/** A region with a single module, into which nothing is ever loaded. */
export const exitInOwnRegion: Rule = {
  code: 'EX7015',
  severity: 'information',
  explanation: exitInOwnRegionExplanation,
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
