import { type FloorplanProposal, proposalLine, proposeFloorplan } from '../analysis/floorplan-proposal';
import { absolute } from '../analysis/places';
import { neverCancelled } from '../base/checkpoint';
import { oneFile, readArguments } from './arguments';
import { type Checked, checkFile, writeWhole } from './files';
import { exploreThresholds } from './explore-thresholds';
import { Refused, WrongUse, exitStatus } from './outcome';

/** Searches of the agreed command line that this version does not have. */
const later = ['exits', 'folding', 'stages'];

export async function runExplore(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    json: { type: 'boolean' },
    apply: { type: 'boolean' },
    accuracy: { type: 'string' },
    trace: { type: 'string' },
  });
  const [what, ...files] = positionals;
  if (what === 'thresholds') return exploreThresholds(oneFile(files), values);
  if (what !== undefined && later.includes(what)) {
    throw new WrongUse(
      `\`explore ${what}\` is not supported in this version; there are \`floorplan\` and \`thresholds\``,
    );
  }
  if (what !== 'floorplan') throw new WrongUse('name what to explore: floorplan or thresholds');
  const checked = await checkFile(oneFile(files));
  const proposal = await proposeFloorplan(checked.analysis, neverCancelled);
  if ('error' in proposal) throw new Refused(`${checked.path}: ${proposal.error}`);
  process.stdout.write(values.json ? asJson(proposal) : asText(proposal));
  if (values.apply) await apply(checked, proposal);
  return exitStatus.ok;
}

function asText({ regions, reason }: FloorplanProposal): string {
  const lines = regions.flatMap((r) => [proposalLine(r), ...r.pblock.map((range) => `  ${range}`)]);
  return `${[...lines, reason].join('\n')}\n`;
}

function asJson({ regions, ...totals }: FloorplanProposal): string {
  const rows = regions.map(({ figures, pblock, bytes, loadNs }) => ({
    name: figures.spec.name,
    pblock,
    bitstreamBytes: bytes,
    loadNs,
  }));
  return `${JSON.stringify({ version: 1, regions: rows, ...totals }, null, 2)}\n`;
}

/** Writes the pblocks into the design file; a region of an imported file is told, not changed. */
async function apply({ path, analysis }: Checked, proposal: FloorplanProposal): Promise<void> {
  const edits = proposal.regions.map(({ figures: { spec }, pblock }) => {
    const { block } = spec.origin;
    const body = block.body;
    const origin =
      spec.pblockOrigin ?? (body && { ...spec.origin, span: { start: body.start + 1, end: body.start + 1 } });
    const at = origin && absolute(analysis, origin);
    if (at?.uri !== analysis.uri) {
      throw new Refused(`region ${spec.name} is not in ${path}: apply it where it is declared`);
    }
    const text = `pblock ${pblock.join(' ')}`;
    return { ...at, text: spec.pblockOrigin ? text : ` ${text} ` };
  });
  let text = analysis.files[0]?.text ?? '';
  for (const { start, end, text: replacement } of edits.sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + replacement + text.slice(end);
  }
  await writeWhole(path, text);
}
