import { baseName } from '../../workspace/file-system';
import { calibrationUri } from '../../workspace/documents';
import type { Analysis } from '../../analysis/analysis';
import type { Explanation, At, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Calibration is not used',
  means: 'The measured figures beside the design cannot be used, so all figures are estimates.',
  example: `//- main.exeunt
device { board pynq-z2 }
//- main.calibration.json
[]`,
  way: 'Run `exeunt calibrate` again with the reports, or remove the file.',
};

/** Unused measured figures. No path in the design names their file, so they are reported at the device. */
export const calibrationFault: Rule = {
  code: 'EX8004',
  severity: 'warning',
  explanation,
  *check(analysis) {
    const { calibrationFault: fault, uri } = analysis;
    if (fault === undefined) return;
    yield {
      at: placeOf(analysis),
      message: `\`${baseName(calibrationUri(uri))}\` is not used: ${fault}. All figures are estimates.`,
    };
  },
};

function placeOf({ files, uri }: Analysis): At {
  const blocks = files[0]?.tree.slots.flatMap(({ block }) => block ?? []) ?? [];
  const block = blocks.find((b) => b.kind === 'device') ?? blocks[0];
  return block ? { uri, block, span: block.keyword.span } : { uri, start: 0, end: 0 };
}
