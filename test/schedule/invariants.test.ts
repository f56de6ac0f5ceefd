import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  scheduleOnce,
  scheduleStream,
  tasksThroughExit,
  type Schedule,
  type ScheduleProblem,
} from '../../server/src/schedule';
import { randomDesign } from './random-design';
import { StreamMachine } from './stream-machine';

const runs = { numRuns: 150 };

function holds(property: (design: ScheduleProblem, schedule: Schedule) => void): void {
  fc.assert(
    fc.property(randomDesign, (design) => property(design, scheduleOnce(design))),
    runs,
  );
}

function stripExits(design: ScheduleProblem): ScheduleProblem {
  return { ...design, stages: design.stages.map((stage) => ({ ...stage, exits: [] })) };
}

describe('invariants of a timeline', () => {
  it('overlapping is never slower than serial, and speculating never slower than overlapping', () => {
    holds((design) => {
      const end = (policy: ScheduleProblem['policy']) => scheduleOnce({ ...design, policy }).endLatencyNs;
      expect(end('overlap')).toBeLessThanOrEqual(end('serial'));
      expect(end('speculate')).toBeLessThanOrEqual(end('overlap'));
    });
  });

  it('no lane is used twice at a time on any path', () => {
    holds((_, schedule) => {
      const paths = [schedule.tasks, ...schedule.exits.map((e) => tasksThroughExit(schedule, e))];
      for (const tasks of paths) {
        const freeAt = new Map<string, number>();
        for (const t of [...tasks].sort((a, b) => a.startNs - b.startNs || a.endNs - b.endNs)) {
          for (const lane of t.lanes) {
            expect(t.startNs).toBeGreaterThanOrEqual(freeAt.get(lane) ?? 0);
            freeAt.set(lane, t.endNs);
          }
        }
      }
    });
  });

  it('a module is loaded exactly where its region held another, and before it runs', () => {
    holds((design, schedule) => {
      const contents = Object.fromEntries(new StreamMachine(design).holds);
      const modules = design.stages.flatMap((s) => [s, ...(s.exits ?? [])]);
      for (const m of modules) {
        const load = schedule.tasks.find((t) => t.id === `load:${m.name}`);
        if (m.place.kind !== 'region') {
          expect(load).toBeUndefined();
          continue;
        }
        expect(load !== undefined).toBe(contents[m.place.region] !== m.name);
        contents[m.place.region] = m.name;
        const work = schedule.tasks.find((t) => t.kind !== 'load' && t.module === m.name);
        if (load) expect(load.endNs).toBeLessThanOrEqual(work?.startNs ?? -1);
      }
      expect(schedule.finalState.contents).toEqual(contents);
    });
  });

  it('port time is the sum of the loads', () => {
    holds((design, schedule) => {
      for (const exit of schedule.exits) {
        const loads = tasksThroughExit(schedule, exit).filter((t) => t.kind === 'load');
        const inVain = loads.filter((t) => t.step > exit.step);
        expect(exit.vainLoadNs).toBe(inVain.reduce((sum, t) => sum + t.endNs - t.startNs, 0));
        if (design.policy === 'serial') expect(inVain).toEqual([]);
      }
    });
  });

  it('under serial and overlap the next stage waits for what a check exposes, and hides the rest', () => {
    holds((design, schedule) => {
      for (const exit of schedule.exits) {
        const check = schedule.tasks.find((t) => t.id === `check:${exit.name}`);
        const length = (check?.endNs ?? 0) - (check?.startNs ?? 0);
        expect(exit.hiddenNs).toBeGreaterThanOrEqual(0);
        expect(exit.hiddenNs).toBeLessThanOrEqual(length);
        expect(exit.hiddenNs > 0).toBe(exit.hiddenBehind.length > 0);
        if (design.policy === 'serial') expect(exit.hiddenNs).toBe(0);
      }
    });
  });

  it('every path of the brute-force simulator takes as long as its latency', () => {
    holds((design, schedule) => {
      for (const exit of schedule.exits)
        expect(new StreamMachine(design).latency({ choices: [], exit: exit.name })).toBe(exit.latencyNs);
      expect(new StreamMachine(design).latency({ choices: [] })).toBe(schedule.endLatencyNs);
    });
  });

  it('percentiles are latencies of the design and grow', () => {
    holds((_, schedule) => {
      const latencies = [...schedule.exits.map((e) => e.latencyNs), schedule.endLatencyNs];
      const { 50: p50, 95: p95, 99: p99 } = schedule.percentilesNs;
      for (const p of [p50, p95, p99]) expect(latencies).toContain(p);
      expect(p50).toBeLessThanOrEqual(p95);
      expect(p95).toBeLessThanOrEqual(p99);
      expect(schedule.meanNs).toBeLessThanOrEqual(schedule.worstNs);
    });
  });
});

describe('rates at their ends', () => {
  const withRates = (design: ScheduleProblem, rate: (name: string) => number): ScheduleProblem => ({
    ...design,
    stages: design.stages.map((s) => ({
      ...s,
      exits: (s.exits ?? []).map((e) => ({ ...e, rate: rate(e.name) })),
    })),
  });

  it('an exit of rate 0 is never taken: the stream repeats one path', () => {
    holds((design) => {
      const never = withRates(design, () => 0);
      const schedule = scheduleOnce(never);
      expect(schedule.meanNs).toBe(schedule.worstNs);
      expect(schedule.wastedPortNs).toBe(0);
      const again = scheduleOnce(never, schedule.finalState);
      // The next input need not wait until this one has left.
      expect(scheduleStream(never).periodNs).toBeLessThanOrEqual(again.endLatencyNs);
    });
  });

  it('an exit of rate 0 that takes no time in hardware of its own is as good as absent', () => {
    holds((design) => {
      const free: ScheduleProblem = {
        ...design,
        stages: design.stages.map((s) => ({
          ...s,
          exits: (s.exits ?? []).map((e) => ({
            ...e,
            rate: 0,
            place: { kind: 'static' as const },
            duration: { fixedNs: 0, perInputNs: 0 },
          })),
        })),
      };
      const without = stripExits(free);
      expect(scheduleOnce(free).worstNs).toBe(scheduleOnce(without).worstNs);
      expect(scheduleOnce(free).exits.every((e) => e.exposedNs === 0)).toBe(true);
      expect(scheduleStream(free).periodNs).toBe(scheduleStream(without).periodNs);
    });
  });

  it('an exit of rate 1 is final: under serial the rest of the design does not matter', () => {
    holds((design) => {
      const first = design.stages.findIndex((s) => (s.exits?.length ?? 0) > 0);
      const name = design.stages[first]?.exits?.[0]?.name;
      const final: ScheduleProblem = withRates({ ...design, policy: 'serial' }, (n) => (n === name ? 1 : 0));
      if (name === undefined) return;
      const cut = final.stages.slice(0, first + 1).map((s) => ({ ...s, exits: (s.exits ?? []).slice(0, 1) }));
      const alone: ScheduleProblem = { ...final, stages: cut };
      expect(scheduleOnce(final).meanNs).toBe(scheduleOnce(alone).meanNs);
      expect(scheduleOnce(final).endRate).toBe(0);
      // A lane of the rest is the next input's only when it is known that this one leaves.
      expect(scheduleStream(final).periodNs).toBeGreaterThanOrEqual(scheduleStream(alone).periodNs);
    });
  });
});
