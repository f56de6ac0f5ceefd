/** The paths that an input can take through a design's stages: one, or several if a `switch` decides. */
import type { Share } from '../../base/units';
import { elements } from '../../network/index';
import type { ScheduledCase, ScheduledExit, ScheduledPath, ScheduledStage } from '../../schedule/index';
import type { Design, ExitSpec, Origin, StageSpec, SwitchCase, SwitchSpec } from '../../semantics/design';
import type { LayerList, ModuleFigures } from '../analysis';

/** Why a switch is invalid as written. */
export interface SwitchFault {
  readonly decision: SwitchSpec;
  readonly origin: Origin;
  readonly message: string;
}

/** Stages of a network in the order in which an input passes them. */
function stagesOf(design: Design, network: string | undefined): readonly StageSpec[] {
  return design.stages
    .filter((s) => s.network === network && s.layers.length > 0)
    .sort((a, b) => (a.layers[0] ?? 0) - (b.layers[0] ?? 0));
}

type Durations = (spec: ModuleFigures['spec']) => ModuleFigures['duration'];
type Rates = (exit: ExitSpec) => Share;
/** Share of a switch's inputs by case. */
type CaseRates = (decision: SwitchSpec) => readonly Share[];

/** Most tasks on all paths together. */
const MOST_TASKS = 20_000;

/** The paths through a design, or what is missing for them, in words. */
export function waysOf(
  design: Design,
  durationOf: Durations,
  rateOf: Rates,
  caseRatesOf: CaseRates = ({ cases }) => caseRates(cases),
): ScheduledPath | { readonly missing: string } {
  const builder = new Builder(design, durationOf, rateOf, caseRatesOf);
  try {
    return builder.start();
  } catch (error) {
    if (error instanceof Lack) return { missing: error.message };
    throw error;
  }
}

class Lack extends Error {}

class Builder {
  private readonly exitsBehind: ReadonlyMap<string, readonly ExitSpec[]>;
  private readonly stages = new Map<string, readonly StageSpec[]>();
  private tasks = 0;

  constructor(
    private readonly design: Design,
    private readonly durationOf: Durations,
    private readonly rateOf: Rates,
    private readonly caseRatesOf: CaseRates,
  ) {
    this.exitsBehind = exitsByLayer(design);
  }

  start(): ScheduledPath {
    const { networks, switches } = this.design;
    const gate = switches.find((s) => s.before !== undefined);
    if (gate) return { stages: [], decision: this.decide(gate, undefined, []) };
    const [first, second] = networks;
    if (first === undefined) throw new Lack('no network: write one for a timeline');
    if (second !== undefined && switches.length === 0)
      throw new Lack('several networks: write a `switch` that chooses between them');
    return this.network(first.name, []);
  }

  /** A network with the exits on its input in front. */
  private network(name: string, passed: readonly string[]): ScheduledPath {
    if (passed.includes(name))
      throw new Lack(`the cases of switches lead round in a circle through \`${name}\``);
    const layers = this.design.networks.find((n) => n.name === name)?.layers ?? [];
    const exits = layers.flatMap(({ kind, index }) => (kind === 'input' ? this.exits(name, index) : []));
    const path = this.follow(name, -1, undefined, [...passed, name]);
    return exits.length === 0 ? path : { exits, ...path };
  }

  /** From after a layer, or from a given stage, to the end or the next decision. */
  private follow(
    network: string,
    behind: number,
    target: StageSpec | undefined,
    passed: readonly string[],
  ): ScheduledPath {
    const stages: ScheduledStage[] = [];
    let next = target ?? this.next(network, behind);
    while (next !== undefined) {
      const spec = next;
      const last = spec.layers.at(-1) ?? 0;
      stages.push(this.stage(spec, network, last));
      const decision = this.design.switches.find(
        (s) => s.after?.network === network && s.after.layer === last,
      );
      if (decision) return { stages, decision: this.decide(decision, last, passed) };
      next = this.next(network, last);
    }
    return { stages };
  }

  private next(network: string, behind: number): StageSpec | undefined {
    let all = this.stages.get(network);
    if (all === undefined) this.stages.set(network, (all = stagesOf(this.design, network)));
    const at = all.findIndex((s) => (s.layers[0] ?? 0) > behind);
    const [next, other] = at < 0 ? [] : [all[at], all[at + 1]];
    if (next && other && next.layers[0] === other.layers[0]) {
      throw new Lack(
        `stages \`${next.name}\` and \`${other.name}\` begin with the same layer, and no \`switch\` in front of it chooses between them`,
      );
    }
    return next;
  }

  private stage(spec: StageSpec, network: string, last: number): ScheduledStage {
    const { name, place } = spec;
    const { layers = [] } = this.design.networks.find((n) => n.name === network) ?? {};
    const exits = layers[last]?.kind === 'input' ? [] : this.exits(network, last);
    return { name, place, duration: this.duration(spec, 'stage'), exits };
  }

  private exits(network: string, layer: number): ScheduledExit[] {
    return (this.exitsBehind.get(`${network} ${layer}`) ?? []).map((exit) => ({
      name: exit.name,
      place: exit.place,
      duration: this.duration(exit, 'exit'),
      rate: this.rateOf(exit),
    }));
  }

  private duration(spec: ModuleFigures['spec'], what: string): NonNullable<ModuleFigures['duration']> {
    if (++this.tasks > MOST_TASKS) throw new Lack('the switches make too many ways through the network');
    const duration = this.durationOf(spec);
    if (duration === undefined) throw new Lack(`${what} ${spec.name} has no duration yet`);
    return duration;
  }

  private decide(
    spec: SwitchSpec,
    behind: number | undefined,
    passed: readonly string[],
  ): NonNullable<ScheduledPath['decision']> {
    const { name, place, cases } = spec;
    if (cases.length === 0) throw new Lack(`switch ${name} has no case yet`);
    const rates = this.caseRatesOf(spec);
    return {
      name,
      place,
      duration: this.duration(spec, 'switch'),
      cases: cases.map((c, i): ScheduledCase => {
        const way = this.target(spec, c, behind, passed);
        return { ...way, name: caseName(c, i), rate: rates[i] ?? 0 };
      }),
    };
  }

  private target(
    spec: SwitchSpec,
    { name, target }: SwitchCase,
    behind: number | undefined,
    passed: readonly string[],
  ): ScheduledPath {
    const stage = this.design.stages.find((s) => s.name === target && !s.implied);
    if (stage && behind !== undefined && stage.network === spec.after?.network) {
      if ((stage.layers[0] ?? -1) > behind) return this.follow(stage.network ?? '', behind, stage, passed);
      throw new Lack(`case ${name} of switch ${spec.name} leads back`);
    }
    if (stage === undefined && this.design.networks.some((n) => n.name === target))
      return this.network(target ?? '', passed);
    throw new Lack(`case ${name} of switch ${spec.name} leads nowhere yet`);
  }
}

export function caseName(c: SwitchCase, index: number): string {
  return c.name === '' ? (c.target ?? `case ${index + 1}`) : c.name;
}

/** Written rates; cases without a rate share the remainder equally. */
export function caseRates(cases: readonly SwitchCase[]): readonly Share[] {
  const written = cases.reduce((sum, c) => sum + (c.rate ?? 0), 0);
  const open = cases.filter((c) => c.rate === undefined).length;
  return cases.map((c) => c.rate ?? Math.max(0, 1 - written) / open);
}

/** Keyed by network and layer; an exit inside a stage has its own diagnostic. */
function exitsByLayer(design: Design): ReadonlyMap<string, readonly ExitSpec[]> {
  const exits = new Map<string, ExitSpec[]>();
  for (const exit of design.exits) {
    if (exit.after === undefined) continue;
    const key = `${exit.after.network} ${exit.after.layer}`;
    const behind = exits.get(key);
    if (behind) behind.push(exit);
    else exits.set(key, [exit]);
  }
  return exits;
}

/** Faults in the positions and targets of switches. */
export function switchFaults(design: Design, lists: readonly LayerList[]): SwitchFault[] {
  return design.switches.flatMap((decision) => [
    ...placeFaults(design, decision),
    ...decision.cases.flatMap((c, i) => {
      const message = caseFault(design, lists, decision, c);
      if (message === undefined) return [];
      const where = `Case \`${caseName(c, i)}\` of switch \`${decision.name}\``;
      return { decision, origin: c.origin, message: `${where} ${message}` };
    }),
  ]);
}

function placeFaults(design: Design, decision: SwitchSpec): SwitchFault[] {
  const fault = (message: string, origin = decision.origin): SwitchFault => ({ decision, origin, message });
  const { after, before, name } = decision;
  const rival = design.switches.find((s) =>
    before !== undefined
      ? s.before !== undefined
      : after !== undefined && s.after?.network === after.network && s.after.layer === after.layer,
  );
  if (rival !== undefined && rival !== decision) {
    const place = before !== undefined ? 'before the networks' : 'after the same layer';
    return [
      fault(
        `Switch \`${name}\` stands ${place}, and so does \`${rival.name}\`: only one can decide there. Give one switch all the cases.`,
      ),
    ];
  }
  if (after === undefined) return [];
  const inside = design.stages.find(
    (s) => s.network === after.network && s.layers.includes(after.layer) && s.layers.at(-1) !== after.layer,
  );
  if (inside === undefined) return [];
  const layer = design.networks.find((n) => n.name === after.network)?.layers[after.layer]?.label ?? '';
  return [
    fault(
      `Switch \`${name}\` decides after \`${layer}\`, in the middle of stage \`${inside.name}\`: paths can part only where a stage ends. Split the stage there.`,
      after.origin,
    ),
  ];
}

function caseFault(
  design: Design,
  lists: readonly LayerList[],
  { after, before }: SwitchSpec,
  { target }: SwitchCase,
): string | undefined {
  if (target === undefined) return undefined;
  const stage = design.stages.find((s) => s.name === target && !s.implied);
  if (stage === undefined) {
    return before === undefined || before.includes(target)
      ? undefined
      : `leads to network \`${target}\`, which does not stand behind \`before\`: name it there, or another one here.`;
  }
  if (before !== undefined)
    return `leads to stage \`${target}\`, but a switch before networks chooses between networks: write the network's name.`;
  const first = stage.layers[0];
  if (after === undefined || first === undefined) return undefined;
  if (stage.network !== after.network)
    return `leads into the middle of network \`${stage.network ?? ''}\`: write the network's name, or a stage of \`${after.network}\`.`;
  if (first <= after.layer)
    return `leads back to \`${target}\`, which begins before the decision: a case goes on to a later stage.`;
  const layers = lists.find((l) => l.kind === 'network' && l.name === after.network)?.layers;
  const from = layers?.[after.layer]?.shaped.outShape;
  const into = layers?.[first]?.shaped.inShape;
  if (from === undefined || into === undefined || elements(from) === elements(into)) return undefined;
  return `skips to \`${target}\`, which reads ${elements(into)} values, but ${elements(from)} leave the layer before the decision. Skip layers that keep the shape.`;
}
