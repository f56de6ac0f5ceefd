/** `exeunt explore`: searches a floorplan, thresholds, exits or foldings, and writes them on request. */
import {
  type FloorplanProposal,
  proposalLine,
  proposeFloorplan,
} from '../analysis/proposals/floorplan-proposal';
import { absolute } from '../analysis/offsets';
import { neverCancelled } from '../base/checkpoint';
import { oneFile, readArguments, secondWord } from './arguments';
import { type Checked, checkFile } from './files';
import { exploreAllOf } from './explore-all';
import { exploreDesignsOf } from './explore-designs';
import { exploreExitsOf } from './explore-exits';
import { exploreFoldingOf } from './explore-folding';
import { exploreMapOf } from './explore-map';
import { explorePartsOf } from './explore-parts';
import { exploreThresholds } from './explore-thresholds';
import { Refused, exitStatus } from './outcome';
import { applyEdits } from './write-file';
import { print, printJson } from './print';

export async function runExplore(args: readonly string[]): Promise<number> {
  const { name, rest } = secondWord('explore', args);
  if (name === 'explore thresholds') {
    const { values, positionals } = readArguments(rest, name);
    return exploreThresholds(oneFile(positionals), values);
  }
  if (name === 'explore exits') {
    const { values, positionals } = readArguments(rest, name);
    const file = oneFile(positionals);
    return values['as-written'] ? exploreExitsOf(file, values) : exploreDesignsOf('exits', file, values);
  }
  if (name === 'explore all') {
    const { values, positionals } = readArguments(rest, name);
    return exploreAllOf(oneFile(positionals), values);
  }
  if (name === 'explore stages') {
    const { values, positionals } = readArguments(rest, name);
    return exploreDesignsOf('stages', oneFile(positionals), values);
  }
  if (name === 'explore folding') {
    const { values, positionals } = readArguments(rest, name);
    return exploreFoldingOf(oneFile(positionals), values);
  }
  if (name === 'explore map') {
    const { values, positionals } = readArguments(rest, name);
    return exploreMapOf(oneFile(positionals), values);
  }
  if (name === 'explore parts') {
    const { values, positionals } = readArguments(rest, name);
    return explorePartsOf(oneFile(positionals), values);
  }
  const { values, positionals } = readArguments(rest, name);
  const checked = await checkFile(oneFile(positionals));
  const proposal = await proposeFloorplan(checked.analysis, neverCancelled);
  if ('error' in proposal) throw new Refused(`${checked.path}: ${proposal.error}`);
  if (values.json) printJson(jsonOf(proposal));
  else print(asText(proposal));
  if (values.apply) await apply(checked, proposal);
  return exitStatus.ok;
}

function asText({ regions, reason }: FloorplanProposal): string {
  const lines = regions.flatMap((r) => [proposalLine(r), ...r.pblock.map((range) => `  ${range}`)]);
  return `${[...lines, reason].join('\n')}\n`;
}

function jsonOf({ regions, ...totals }: FloorplanProposal): object {
  const rows = regions.map(({ figures, pblock, bytes, loadNs }) => ({
    name: figures.spec.name,
    pblock,
    bitstreamBytes: bytes,
    loadNs,
  }));
  return { version: 1, regions: rows, ...totals };
}

/** Writes the pblocks into the design file. @throws Refused for a region of an imported file */
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
  await applyEdits(path, analysis.files[0]?.text ?? '', edits);
}
