import { describe, expect, it } from 'vitest';
import { constraintChoices } from '../../server/src/diagnostics/pasted-xdc';
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
      [`Take the ranges of these lines: pblock ${range}`]: `region r {\n  pblock ${range}\n  reset off\n}`,
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

describe('lines that are pasted', () => {
  /** The design with `$0` replaced by the first choice, of all choices. */
  const pasted = async (design: string, lines: string) => {
    const at = design.indexOf('$0');
    const text = design.replace('$0', '');
    const { analysis } = await load(text);
    const slots = analysis.files[0]?.tree.slots ?? [];
    return constraintChoices({ text, slots }, { start: at, end: at }, lines, analysis.target).map(
      ({ title, main, others }) => {
        const edits = [main, ...others].toSorted((a, b) => b.start - a.start);
        for (const [i, edit] of edits.entries())
          expect(edits[i + 1]?.end ?? 0, 'edits overlap').toBeLessThanOrEqual(edit.start);
        return {
          title,
          text: edits.reduce((t, e) => t.slice(0, e.start) + e.text + t.slice(e.end), text).replace(pynq, ''),
        };
      },
    );
  };
  const one = `create_pblock pblock_r
add_cells_to_pblock [get_pblocks pblock_r] [get_cells system_i/r]
resize_pblock [get_pblocks pblock_r] -add {${range}}
set_property RESET_AFTER_RECONFIG true [get_pblocks pblock_r]
create_clock -period 10 [get_ports clk]
`;
  const two = `${one}create_pblock other\nresize_pblock other -add {SLICE_X76Y0:SLICE_X81Y49}\n`;

  it.each<[string, string, string, string]>([
    [
      'an empty region',
      'region r { $0 }',
      one,
      `region r {\n  pblock ${range}\n  // left out: 1 command about other things left out: create_clock\n}`,
    ],
    [
      'a region with `pblock`',
      'region r {\n  pblock $0\n}',
      one,
      `region r {\n  pblock ${range}\n  // left out: 1 command about other things left out: create_clock\n}`,
    ],
    [
      'a region with a brace',
      'region r {\n  pblock {$0}\n}',
      one,
      `region r {\n  pblock ${range}\n  // left out: 1 command about other things left out: create_clock\n}`,
    ],
    [
      'a region that has another place',
      'region r {\n  pblock SLICE_X0Y0:SLICE_X7Y49\n  snapping on\n  utilisation 70%\n  $0\n}',
      one,
      `region r {\n  utilisation 70%\n  pblock ${range}\n  // left out: 1 command about other things left out: create_clock\n}`,
    ],
    [
      'a region that is named by one of two pblocks',
      'region other { $0 }',
      two,
      `region other {\n  pblock SLICE_X76Y0:SLICE_X81Y49\n  reset off\n  // left out: 1 command about other things left out: create_clock\n  // left out: pblock r, which belongs to a region of its own\n}`,
    ],
    [
      'a design that has one of two regions',
      'region r { pblock auto }\n$0',
      two,
      `region r {\n  pblock ${range} }\nregion other {\n  pblock SLICE_X76Y0:SLICE_X81Y49\n  reset off\n}\n\n// left out: 1 command about other things left out: create_clock`,
    ],
  ])('into %s', async (_, design, lines, after) => {
    const [first, ...more] = await pasted(`${pynq}\n${design}`, lines);
    expect(first?.text.trimStart()).toBe(after);
    const { analysis } = await load(`${pynq}${first?.text ?? ''}`);
    expect(analysis.files.flatMap((f) => f.tree.slots.flatMap((s) => s.problems))).toEqual([]);
    expect(more).toEqual([]);
  });

  it("of several pblocks, none of which has the region's name, are a choice", async () => {
    const found = await pasted(`${pynq}\nregion x { $0 }`, two);
    expect(found.map((choice) => choice.title)).toEqual([
      `Take the ranges of these lines: pblock ${range}`,
      'Take the ranges of these lines: pblock SLICE_X76Y0:SLICE_X81Y49',
    ]);
    expect(found[0]?.text).toContain('// left out: pblock other, which belongs to a region of its own');
  });

  it.each(['network n { $0 }', 'region r { $0 }'])(
    'are nothing where they say nothing: %s',
    async (design) => {
      const lines = design.startsWith('network') ? one : 'create_pblock p\n';
      expect(await pasted(`${pynq}\n${design}`, lines)).toEqual([]);
    },
  );
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
