/** Traces of a design's exits, of its own model and of others made from it. */
import type { Checkpoint } from '../base/checkpoint';
import { type ProfiledExit, profiledExits } from '../inference/profile/exits';
import { measuredTrace } from '../inference/profile/measured-trace';
import type { OpenSession } from '../inference/profile/session';
import { type ExitRule, type Trace, bindTrace } from '../schedule/index';
import { type LabelledRun, feedFor } from './labelled-run';
import type { DesignModel } from './model-run';

export interface Samples {
  readonly run: LabelledRun;
  readonly samples: readonly number[];
}

export class Traces {
  /** The end of the network last. */
  readonly exits: readonly ProfiledExit[];

  constructor(
    readonly design: DesignModel,
    private readonly open: OpenSession,
    private readonly checkpoint: Checkpoint,
  ) {
    this.exits = profiledExits(design.analysis, design.network, design.model);
  }

  /** @param model the design's own, or integers of it: those are computed bit for bit */
  async of(
    model: Uint8Array | string,
    { run, samples }: Samples,
    progress?: (done: number) => void,
  ): Promise<Trace> {
    const session = await this.open(model, { optimise: model === this.design.source });
    try {
      const feed = feedFor(run, this.design.inputs, samples, this.checkpoint);
      return await measuredTrace(session, this.exits, feed, progress);
    } finally {
      await session.release();
    }
  }

  /** Where an exit stands in a trace. */
  column(trace: Trace, exit: number): number {
    const bound = bindTrace(
      trace,
      this.exits.slice(0, -1).map((e) => e.name),
    );
    if (!('binding' in bound)) throw new Error(bound.message);
    return bound.binding.columns[exit] ?? bound.binding.end;
  }

  /** The design's rules, or undefined where an exit has none. */
  rules(trace: Trace): readonly ExitRule[] | undefined {
    const early = this.exits.slice(0, -1);
    const rules = early.flatMap(({ name }, i): ExitRule[] => {
      const when = this.design.analysis.design.exits.find((e) => e.name === name)?.when;
      if (when === undefined) return [];
      const { criterion, comparison, threshold } = when;
      return [{ column: this.column(trace, i), criterion, comparison, threshold }];
    });
    return early.length > 0 && rules.length === early.length ? rules : undefined;
  }
}
