import { describe, expect, it } from 'vitest';
import { format } from '../../grammar/src/index';
import { pynq } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { load } from '../support/fixture';
import { checkFixes } from '../support/quick-fixes';

const range = 'SLICE_X28Y50:SLICE_X47Y99';

describe('lines of a constraint file in a region', () => {
  it('are one error on the line, and become its ranges', async () => {
    const design = `${pynq}
region r { pblock resize_pblock [get_pblocks p] -add {${range}} }
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ EX1001 These are lines of a Vivado constraint file; a region names only their ranges, as in \`pblock SLICE_X0Y50:SLICE_X31Y99\`. \`exeunt import FILE.xdc\` takes a whole file.
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX1001', {
      [`Take the ranges of these lines: pblock ${range}`]: `region r { pblock ${range}\n  reset off }`,
    });
  });

  it('become ranges and settings, with what is left out in comments', async () => {
    const design = `${pynq}
region r {
  create_pblock pblock_r
  add_cells_to_pblock [get_pblocks pblock_r] [get_cells -quiet [list system_i/r]]
  set area {${range}}
  # a comment
  resize_pblock [get_pblocks pblock_r] -add $area
  set_property RESET_AFTER_RECONFIG true [get_pblocks pblock_r]
  set_property SNAPPING_MODE ON [get_pblocks pblock_r]
  set_property PARTPIN_SPREADING 1 [get_pblocks pblock_r]
}
`;
    await checkFixes(design, 'EX1001', {
      [`Take the ranges of these lines: pblock ${range}`]: `  pblock ${range}
  snapping on
  // left out: pblock pblock_r: PARTPIN_SPREADING 1 is left out; a design has no such setting`,
    });
  });

  it('outside of all regions become regions', async () => {
    const design = `${pynq}
create_pblock pblock_a
resize_pblock pblock_a -add {${range}}
create_pblock pblock_b
resize_pblock pblock_b -add {SLICE_X76Y0:SLICE_X81Y49}
set_property SNAPPING_MODE ON [get_pblocks pblock_b]
`;
    await checkFixes(design, 'EX1001', {
      'Make regions a, b of these lines': `region a {
  pblock ${range}
  reset off
}
region b {
  pblock SLICE_X76Y0:SLICE_X81Y49
  snapping on
  reset off
}`,
    });
  });
});

describe('braces around ranges', () => {
  it.each([`{${range}}`, `{ ${range} DSP48_X3Y20:DSP48_X4Y39 }`, `{${range}} {DSP48_X3Y20:DSP48_X4Y39}`])(
    'say nothing: %s',
    async (pblock) => {
      const text = `${pynq}\nregion r { pblock ${pblock}\n  snapping on }\n`;
      const { analysis } = await load(text);
      expect(analysis.files.flatMap((f) => f.tree.slots.flatMap((s) => s.problems))).toEqual([]);
      expect(analysis.regions[0]?.pblock[0]).toBe(range);
      const once = format(text);
      expect(format(once)).toBe(once);
    },
  );
});
