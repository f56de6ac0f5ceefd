/** The state of the machine between inputs. */
import type { Nanoseconds } from '../../base/units';
import type { Program } from '../program/program';
import { handOver } from './hand-over';
import { homeState, leftAfter, type Run, type State } from './run';

/** Contents of regions and remaining work of lanes, by name. */
export interface MachineState {
  readonly contents: Readonly<Record<string /* region */, string | null>>;
  readonly residualNs: Readonly<Record<string /* lane */, Nanoseconds>>;
}

export function internState(program: Program, named: MachineState): State {
  return {
    contents: program.regions.map((r) => program.names.indexOf(named.contents[r] ?? '')),
    residual: program.laneNames.map((l) => named.residualNs[l] ?? 0),
    buffers: homeState(program).buffers,
  };
}

export function nameState(program: Program, state: State): MachineState {
  const contents: Record<string, string | null> = {};
  program.regions.forEach((r, i) => (contents[r] = program.names[state.contents[i] ?? -1] ?? null));
  const residualNs: Record<string, number> = {};
  program.laneNames.forEach((l, i) => {
    const ns = state.residual[i] ?? 0;
    if (ns > 0) residualNs[l] = ns;
  });
  return { contents, residualNs };
}

/** State after the whole path. */
export function finalState(out: Run, state: State): MachineState {
  const final = homeState(out.program);
  const last = out.path.steps.length - 1;
  handOver(out, state, last, final, { since: leftAfter(out, last) });
  return nameState(out.program, final);
}
