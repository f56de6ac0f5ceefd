import type { ReadReport } from './report';

/**
 * `csynth.xml` of Vivado HLS and Vitis HLS. Names of resources changed with the versions: `DSP48E` up to 2020.1,
 * `DSP` since; `URAM` came with UltraScale+.
 */
export function readCsynth(text: string): ReadReport {
  if (!/<\/profile>\s*$/.test(text)) return { error: 'it ends before </profile>: the file is cut off' };
  const area = element(text, 'AreaEstimates');
  const used = area === undefined ? undefined : element(area, 'Resources');
  const subject =
    element(text, 'TopModelName') ?? element(element(text, 'UserAssignments') ?? '', 'TopModelName');
  if (used === undefined || subject === undefined)
    return { error: 'it has no AreaEstimates, or no TopModelName' };
  const number = (...names: string[]): number | undefined => {
    const found = names.map((name) => element(used, name)).find((value) => value !== undefined);
    return found !== undefined && /^\d+$/.test(found) ? Number(found) : undefined;
  };
  const [lut, ff] = [number('LUT'), number('FF')];
  if (lut === undefined || ff === undefined) return { error: 'its AreaEstimates have no LUT or FF' };
  const [dsp, bram18, uram] = [number('DSP', 'DSP48E'), number('BRAM_18K'), number('URAM')];
  return {
    kind: 'synthesis',
    subject,
    part: element(text, 'Part') ?? '',
    tool: `HLS ${element(text, 'Version') ?? ''}`.trim(),
    resources: {
      lut,
      ff,
      ...(dsp !== undefined && { dsp }),
      ...(bram18 !== undefined && { bram18 }),
      ...(uram !== undefined && { uram }),
    },
  };
}

function element(text: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^]*?)</${name}>`).exec(text)?.[1]?.trim();
}
