import { describe, expect, it } from 'vitest';
import { mostHeld, scheduleStream, type ScheduleProblem } from '../../server/src/schedule';
import { at } from '../../server/src/schedule/at';
import { exit, inRegion, inStatic, lasts, ms, onCpu, problem, stage } from './designs';
import { StreamMachine, type Draw } from './stream-machine';

/** Mean distance of issues once the first inputs have passed. */
function simulated(design: ScheduleProblem, draw: (input: number) => Draw): number {
  const [from, until] = [100, 500];
  const issued = new StreamMachine(design)
    .stream(Array.from({ length: until + 1 }, (_, i) => draw(i)))
    .map((p) => p.issued);
  return (at(issued, until) - at(issued, from)) / (until - from);
}

const whole = (): Draw => ({ choices: [] });

describe('a stage on the CPU between two regions', () => {
  const stages = [
    stage('a', inRegion('r0'), lasts(4)),
    stage('b', onCpu, lasts(3)),
    stage('c', inRegion('r1'), lasts(5)),
  ];

  it('is a lane like any other: the slowest stage gives the period', () => {
    const stream = scheduleStream(problem(stages, { r0: 7, r1: 7 }));
    expect(stream.periodNs).toBe(ms(5));
    expect(stream.portShare).toBe(0);
    expect(mostHeld(stream.lanes)).toEqual({ lane: 'r1', busy: 1, held: 1 });
    expect(stream.lanes.map((l) => [l.lane, l.busy])).toEqual([
      ['r0', 0.8],
      ['r1', 1],
      ['cpu', 0.6],
    ]);
  });

  it('keeps the CPU until a later check there has ended', () => {
    const [a, b, c] = stages as [(typeof stages)[0], (typeof stages)[0], (typeof stages)[0]];
    const checked = { ...c, exits: [exit('x', onCpu, lasts(1), 0)] };
    const design = problem([a, b, checked], { r0: 7, r1: 7 });
    const stream = scheduleStream(design);
    // From b to x: 3 + 5 + 1.
    expect(stream.periodNs).toBe(ms(9));
    expect(stream.periodNs).toBe(simulated(design, whole));
    const cpu = mostHeld(stream.lanes);
    expect(cpu?.lane).toBe('cpu');
    expect(cpu?.held).toBe(1);
    expect(cpu?.busy).toBeCloseTo(4 / 9, 9);
  });
});

describe('a region that hosts only an exit', () => {
  it('holds it for ever: nothing is loaded', () => {
    const design = problem(
      [
        stage('a', inStatic, lasts(2), exit('x', inRegion('r0'), lasts(3), 0)),
        stage('b', inStatic, lasts(4)),
      ],
      { r0: 50 },
    );
    const stream = scheduleStream(design);
    // A value of a is kept from its start to the end of b, 2 + 3 + 4, and has two places.
    expect(stream.periodNs).toBe(ms(4.5));
    expect(stream.periodNs).toBe(simulated(design, whole));
    expect(stream.portShare).toBe(0);
    expect(mostHeld(stream.lanes)?.held).toBeCloseTo(4 / 4.5, 9);
  });
});

describe('a switch whose cases use different regions', () => {
  const cases = ['r0', 'r1'].map((r) => ({
    name: r,
    rate: 0.5,
    stages: [stage(`in-${r}`, inRegion(r), lasts(8))],
  }));
  const design: ScheduleProblem = {
    ...problem([stage('trunk', inStatic, lasts(2))], { r0: 50, r1: 50 }),
    decision: { name: 'which', place: inStatic, duration: lasts(0), cases },
  };

  it('runs both at once, and loads nothing', () => {
    const stream = scheduleStream(design);
    expect(stream.exact).toBe(true);
    expect(stream.portShare).toBe(0);
    expect(stream.periodNs).toBeGreaterThan(ms(5));
    expect(stream.periodNs).toBeLessThan(ms(8));
    const busy = stream.lanes.filter((l) => l.lane.startsWith('r')).map((l) => l.busy * stream.periodNs);
    for (const ns of busy) expect(ns / ms(4)).toBeCloseTo(1, 6);
  });

  it('taken in turn has a period of half the time for which the value of the trunk is kept', () => {
    // 2 + 8, and there are two places.
    expect(simulated(design, (i) => ({ choices: [`r${i % 2}`] }))).toBe(ms(5));
  });
});

describe('the memory that all share', () => {
  const traffic = (place: typeof inStatic, time: number, memory: number) => ({
    place,
    duration: { ...lasts(time), memoryNs: ms(memory) },
  });

  it('bounds the period by the traffic of all that runs at once', () => {
    const resident = ['a', 'b', 'c'].map((name) => ({ name, ...traffic(inStatic, 4, 2) }));
    const stream = scheduleStream(problem(resident, {}));
    expect([stream.periodNs, stream.memoryBound]).toEqual([ms(6), true]);
    expect(stream.interval95Ns).toEqual([ms(6), ms(6)]);
    expect(stream.lanes.at(-1)).toEqual({ lane: 'memory', busy: 1, held: 1 });
    expect(scheduleStream(problem(resident.slice(0, 2), {}))).toMatchObject({
      periodNs: ms(4),
      memoryBound: false,
    });
  });

  it('counts loads, which read it too', () => {
    const stages = ['a', 'b'].map((name) => stage(name, inRegion('r'), lasts(1)));
    const design = { ...problem(stages, { r: 3 }), loadMemoryNs: { r: ms(5) } };
    // Two loads an input: 2 · (1 + 3) of the lane, 2 · 5 of the memory.
    expect(scheduleStream(design)).toMatchObject({ periodNs: ms(10), memoryBound: true });
  });

  it('weights traffic with the inputs that cause it', () => {
    const design = problem(
      [
        { name: 'a', ...traffic(inStatic, 1, 0), exits: [exit('x', inStatic, lasts(0), 0.75)] },
        { name: 'b', ...traffic(inStatic, 1, 20) },
      ],
      {},
    );
    expect(scheduleStream(design).periodNs).toBe(ms(5));
  });
});
