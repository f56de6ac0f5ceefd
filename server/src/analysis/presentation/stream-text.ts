/** What limits a stream, and what its buffers cost, the same in the editor, the report and the view. */
import { formatShare } from '../../base/format';
import type { Bytes } from '../../base/units';
import { bytesOf } from '../../cost/index';
import { mostHeld, type LaneLoad, type Stream } from '../../schedule/index';
import type { Analysis, ModuleFigures, TimelineFigures } from '../analysis';
import { moduleStreams } from '../refusals/streams';

/** A lane that is held for this share of the time limits the stream: without its gaps it would be a hundredth faster. */
const ALL_THE_TIME = 0.99;

/** `region rp0, working 80 % of the time and held all of it`; undefined for a stream that takes no time. */
export function streamLimit(stream: Stream): string | undefined {
  const limit = laneLimit(stream);
  if (limit === undefined || !stream.contended) return limit;
  const means = stream.atLeast ? 'a lower bound' : 'approximate';
  return `${limit}. Tasks that run at once may ask for ${formatShare(stream.memoryDemand)} of the memory's rate; those that do take longer than modelled, so the period is ${means}`;
}

function laneLimit(stream: Stream): string | undefined {
  const most = stream.memoryBound
    ? stream.lanes.find((l) => l.lane === 'memory')
    : mostHeld(stream.lanes.filter((l) => l.lane !== 'memory'));
  if (most === undefined) return undefined;
  const name = laneText(most);
  if (stream.memoryBound) return `${name}: all that runs at once shares it`;
  if (most.held < ALL_THE_TIME)
    return `waits between lanes, which two buffers do not even out: ${name} is held most, ${formatShare(most.held)} of the time`;
  return most.busy < ALL_THE_TIME
    ? `${name}, which works ${formatShare(most.busy)} of the time and waits the rest`
    : name;
}

/** Whether periods and waits are lower bounds: tasks are, or they may compete for the memory. */
export function streamAtLeast({ atLeast, stream }: TimelineFigures): boolean {
  return atLeast || stream?.atLeast === true;
}

/** What limits a timeline's stream, if it is modelled. */
export function limitOf({ stream }: TimelineFigures): string | undefined {
  return stream && streamLimit(stream);
}

/** `region rp0`, `front (static)`. */
export function laneText({ lane }: Pick<LaneLoad, 'lane'>): string {
  if (lane === 'port') return 'the configuration port';
  if (lane === 'cpu') return 'the CPU';
  if (lane === 'memory') return 'the memory';
  return lane.startsWith('static:') ? `${lane.slice('static:'.length)} (static)` : `region ${lane}`;
}

/** Buffers of a value: one is written while the other is read. */
const PLACES = 2;

/**
 * Memory of the two buffers of a stage's results, for a batch; undefined for a check, whose scores are read at once, and where
 * a batch parts at a switch, which keeps one and copies.
 */
export function bufferBytes(analysis: Analysis, module: ModuleFigures): Bytes | undefined {
  if (module.kind !== 'stage' || parts(analysis)) return undefined;
  const results = module.cost?.bytesOut ?? sumOf(moduleStreams(analysis, module).leaving.map(bytesOf));
  return results > 0 ? PLACES * batchOf(analysis) * results : undefined;
}

/** Memory of the two buffers of the network's input, for a batch. */
export function inputBufferBytes(analysis: Analysis): Bytes | undefined {
  const first = analysis.lists.find((l) => l.kind === 'network')?.layers[0]?.shaped;
  if (first?.spec.kind !== 'input' || first.outShape === undefined || parts(analysis)) return undefined;
  return PLACES * batchOf(analysis) * bytesOf({ shape: first.outShape, bits: first.spec.activations.bits });
}

function parts({ design }: Analysis): boolean {
  return design.schedule.batch > 1 && design.switches.length > 0;
}

function batchOf({ design }: Analysis): number {
  return design.schedule.batch;
}

function sumOf(all: readonly number[]): number {
  return all.reduce((a, b) => a + b, 0);
}
