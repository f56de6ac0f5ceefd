/** Generated texts of a given number of lines: designs without a mistake, and records for the server beside ours. */

const layersPerStage = 12;
/** Its layers, one line for itself, nine of its exit. */
const linesPerStage = layersPerStage + 1 + 9;

/**
 * A network cut into stages of a dozen layers, with an exit behind each but the last, all reconfigured in two regions.
 * @param {number} lines
 */
export function exeuntDesign(lines) {
  const stages = Math.max(2, Math.round((lines - fixedLines) / linesPerStage));
  const network = [];
  const rest = [];
  for (let s = 0; s < stages; s++) {
    for (let l = 0; l < layersPerStage; l += 2)
      network.push(
        `  conv c${s}x${l} kernel 3x3 filters 16 pad 1 weights int4 parallel pe 2 simd 2`,
        '  relu',
      );
    rest.push(`stage s${s} in rp0 { c${s}x0 .. c${s}x${layersPerStage - 2} }`);
    if (s === stages - 1) break;
    rest.push(
      `exit e${s} after c${s}x${layersPerStage - 2} {`,
      '  globalpool',
      '  flatten',
      `  dense d${s} units 10`,
      '  when softmax >= 0.9',
      `  rate ${(50 / stages).toFixed(4)}%`,
      '  on rp1',
      '}',
      '',
    );
  }
  return [head, ...network, '}', '', ...rest, tail].join('\n');
}

const head = `// A generated design.
device {
  board zcu102
  clock 200 MHz
}

network big {
  precision int8
  input image 16x32x32`;

const tail = `
region rp0 {
  pblock SLICE_X41Y0:SLICE_X59Y59
         DSP48E2_X8Y0:DSP48E2_X11Y23
         RAMB18_X6Y0:RAMB18_X6Y23
         RAMB36_X6Y0:RAMB36_X6Y11
}

region rp1 {
  pblock SLICE_X1Y180:SLICE_X8Y239
         DSP48E2_X0Y72:DSP48E2_X0Y95
         RAMB18_X0Y72:RAMB18_X0Y95
         RAMB36_X0Y36:RAMB36_X0Y47
}

schedule {
  policy overlap
}

budget {
  latency worst <= 100 s
}
`;

const fixedLines = head.split('\n').length + tail.split('\n').length + 2;

/** The text that the design's edits stand behind, in the middle of the network, and what they change it to. */
export const exeuntEdit = { behind: 'parallel pe ', texts: ['4', '2'] };

/**
 * Modules of a scalar and a record each, which refer to one another across the file.
 * @param {number} lines
 */
export function records(lines) {
  const modules = Math.max(2, Math.round(lines / 9));
  const text = [];
  for (let m = 0; m < modules; m++) {
    const other = m % 2 === 0 ? m : m - 1;
    text.push(
      `module M${m} {`,
      '  scalar S',
      '',
      '  record R {',
      `    data: M${other}.S`,
      `    whole: M${other}.R`,
      `    name1: M${m}.S`,
      '  }',
      '}',
    );
  }
  return `${text.join('\n')}\n`;
}

/** A field's name goes to and fro. */
export const recordsEdit = { behind: 'name', texts: ['2', '1'] };
