import { describe, expect, it } from 'vitest';
import { scheduleOnce, tasksThroughExit, type ScheduleProblem } from '../../server/src/schedule';
import { exit, inRegion, inStatic, lasts, ms, onCpu, problem, stage, workedExample } from './designs';

interface Expected {
  /** `load:back 7 12`, in milliseconds and in order of start */
  tasks: string[];
  /** exit: latency, hidden, exposed */
  exits: Record<string, [number, number, number]>;
  worst: number;
  mean: number;
}

function check(design: ScheduleProblem, expected: Expected): void {
  const schedule = scheduleOnce(design);
  expect({
    tasks: schedule.tasks.map((t) => `${t.id} ${t.startNs / 1e6} ${t.endNs / 1e6}`),
    exits: Object.fromEntries(schedule.exits.map((e) => [e.name, [e.latencyNs, e.hiddenNs, e.exposedNs]])),
    worst: schedule.worstNs,
    mean: schedule.meanNs,
  }).toEqual({
    tasks: expected.tasks,
    exits: Object.fromEntries(Object.entries(expected.exits).map(([name, times]) => [name, times.map(ms)])),
    worst: ms(expected.worst),
    mean: ms(expected.mean),
  });
}

describe('worked example: one region, two stages, the exit in static', () => {
  it('serial loads once the check has ended', () => {
    check(
      { ...workedExample, policy: 'serial' },
      {
        tasks: ['compute:front 0 4', 'check:early 4 7', 'load:back 7 12', 'compute:back 12 18'],
        exits: { early: [7, 0, 3] },
        worst: 18,
        mean: 12.5,
      },
    );
  });

  it('overlap hides the check behind the load', () => {
    check(workedExample, {
      tasks: ['compute:front 0 4', 'check:early 4 7', 'load:back 4 9', 'compute:back 9 15'],
      exits: { early: [7, 3, 0] },
      worst: 15,
      mean: 11,
    });
    const schedule = scheduleOnce(workedExample);
    const [early] = schedule.exits;
    expect(early?.hiddenBehind).toEqual(['load:back']);
    expect(schedule.tasks.find((t) => t.kind === 'load')?.lanes).toEqual(['rp0', 'port']);
    expect(schedule.percentilesNs).toEqual({ 50: ms(7), 95: ms(15), 99: ms(15) });
  });

  it('speculate gains nothing where the load is longer than the check', () => {
    check(
      { ...workedExample, policy: 'speculate' },
      {
        tasks: ['compute:front 0 4', 'check:early 4 7', 'load:back 4 9', 'compute:back 9 15'],
        exits: { early: [7, 3, 0] },
        worst: 15,
        mean: 11,
      },
    );
  });

  it('a load that had started when the input leaves is paid for by the inputs that leave', () => {
    const overlap = scheduleOnce(workedExample);
    expect(overlap.exits[0]?.vainLoadNs).toBe(ms(5));
    expect(overlap.wastedPortNs).toBe(ms(2.5));
    const [early] = overlap.exits;
    expect(early && tasksThroughExit(overlap, early).map((t) => t.id)).toEqual([
      'compute:front',
      'check:early',
      'load:back',
    ]);
    const serial = scheduleOnce({ ...workedExample, policy: 'serial' });
    expect(serial.wastedPortNs).toBe(0);
    expect(serial.exits[0] && tasksThroughExit(serial, serial.exits[0]).map((t) => t.id)).toEqual([
      'compute:front',
      'check:early',
    ]);
  });
});

describe('two regions', () => {
  /** Stages take turns in two regions, so that one is prefetched while the other computes. */
  const pingPong = problem(
    [
      stage('a', inRegion('rp0'), lasts(4), exit('x', inStatic, lasts(3), 0.25)),
      stage('b', inRegion('rp1'), lasts(6), exit('y', inStatic, lasts(1), 0.25)),
      stage('c', inRegion('rp0'), lasts(2)),
      stage('d', inRegion('rp1'), lasts(1)),
    ],
    { rp0: 5, rp1: 2 },
  );

  it('overlap: c is loaded during b, beside the check of x; d waits for rp1', () => {
    check(pingPong, {
      tasks: [
        'compute:a 0 4',
        'check:x 4 7',
        'load:c 4 9',
        'compute:b 7 13',
        'check:y 13 14',
        'load:d 13 15',
        'compute:c 14 16',
        'compute:d 16 17',
      ],
      exits: { x: [7, 3, 3], y: [14, 1, 1] },
      worst: 17,
      mean: (7 + 14 + 2 * 17) / 4,
    });
  });

  it('serial: every load waits for what is before it', () => {
    check(
      { ...pingPong, policy: 'serial' },
      {
        tasks: [
          'compute:a 0 4',
          'check:x 4 7',
          'compute:b 7 13',
          'check:y 13 14',
          'load:c 14 19',
          'compute:c 19 21',
          'load:d 21 23',
          'compute:d 23 24',
        ],
        exits: { x: [7, 0, 3], y: [14, 0, 1] },
        worst: 24,
        mean: (7 + 14 + 2 * 24) / 4,
      },
    );
  });

  it('speculate: b computes beside the check of x', () => {
    check(
      { ...pingPong, policy: 'speculate' },
      {
        tasks: [
          'compute:a 0 4',
          'check:x 4 7',
          'compute:b 4 10',
          'load:c 4 9',
          'check:y 10 11',
          'compute:c 10 12',
          'load:d 10 12',
          'compute:d 12 13',
        ],
        exits: { x: [7, 3, 0], y: [11, 1, 0] },
        worst: 13,
        mean: (7 + 11 + 2 * 13) / 4,
      },
    );
  });

  it('a later load does not overtake an earlier one on the port', () => {
    // From a state where rp1 holds d, its b could be loaded at once; rp0 holds c, so a goes first.
    const later = scheduleOnce(pingPong, { contents: { rp0: 'c', rp1: 'd' }, residualNs: { rp0: ms(1) } });
    expect(later.tasks.slice(0, 3).map((t) => [t.id, t.startNs, t.endNs])).toEqual([
      ['load:a', ms(1), ms(6)],
      ['compute:a', ms(6), ms(10)],
      ['load:b', ms(6), ms(8)],
    ]);
  });
});

describe('three regions, an exit in a region, one on the cpu', () => {
  const design = problem(
    [
      stage('a', inRegion('r0'), lasts(4), exit('x', inRegion('r1'), lasts(2), 0.2)),
      stage('b', inRegion('r1'), lasts(3), exit('y', onCpu, lasts(9), 0.3)),
      stage('c', inRegion('r2'), lasts(5)),
      stage('d', inRegion('r0'), lasts(1)),
    ],
    { r0: 6, r1: 3, r2: 4 },
  );

  it('overlap: r1 is loaded with b only after the check has left it', () => {
    check(design, {
      tasks: [
        'compute:a 0 4',
        'check:x 4 6',
        'load:b 6 9',
        'compute:b 9 12',
        'load:d 9 15',
        'check:y 12 21',
        'compute:c 21 26',
        'compute:d 26 27',
      ],
      // Without x, r1 would hold b from the start.
      exits: { x: [6, 0, 5], y: [21, 3, 9] },
      worst: 27,
      mean: 0.2 * 6 + 0.3 * 21 + 0.5 * 27,
    });
  });

  it('speculate: c and d compute beside the check of y, whose decision ends the path', () => {
    check(
      { ...design, policy: 'speculate' },
      {
        tasks: [
          'compute:a 0 4',
          'check:x 4 6',
          'load:b 6 9',
          'compute:b 9 12',
          'load:d 9 15',
          'check:y 12 21',
          'compute:c 12 17',
          'compute:d 17 18',
        ],
        exits: { x: [6, 0, 5], y: [21, 6, 0] },
        worst: 21,
        mean: 0.2 * 6 + 0.8 * 21,
      },
    );
  });

  it('serial: an exit in a region is loaded once its stage has ended', () => {
    check(
      problem(
        [
          stage('a', inRegion('r0'), lasts(4), exit('x', inRegion('r0'), lasts(2), 0.5)),
          stage('b', inStatic, lasts(1)),
        ],
        { r0: 3 },
        { policy: 'serial' },
      ),
      {
        tasks: ['compute:a 0 4', 'load:x 4 7', 'check:x 7 9', 'compute:b 9 10'],
        exits: { x: [9, 0, 5] },
        worst: 10,
        mean: 9.5,
      },
    );
  });
});

describe('the shape of a path', () => {
  it('two exits at one boundary are checked one after the other', () => {
    const design = problem(
      [
        stage(
          'a',
          inRegion('r0'),
          lasts(2),
          exit('x', inStatic, lasts(1), 0.5),
          exit('y', inStatic, lasts(2), 0.25),
        ),
        stage('b', inRegion('r0'), lasts(4)),
      ],
      { r0: 5 },
    );
    check(design, {
      tasks: ['compute:a 0 2', 'check:x 2 3', 'load:b 2 7', 'check:y 3 5', 'compute:b 7 11'],
      exits: { x: [3, 1, 0], y: [5, 2, 0] },
      worst: 11,
      mean: 0.5 * 3 + 0.25 * 5 + 0.25 * 11,
    });
  });

  it('an exit after the last stage exposes its whole check', () => {
    check(problem([stage('a', inStatic, lasts(2), exit('x', inStatic, lasts(1), 1))], {}), {
      tasks: ['compute:a 0 2', 'check:x 2 3'],
      exits: { x: [3, 0, 1] },
      worst: 3,
      mean: 3,
    });
  });

  it('a region that hosts only an exit needs no load', () => {
    check(
      problem(
        [
          stage('a', inStatic, lasts(2), exit('x', inRegion('r0'), lasts(1), 0.5)),
          stage('b', onCpu, lasts(3)),
        ],
        {
          r0: 5,
        },
      ),
      {
        tasks: ['compute:a 0 2', 'check:x 2 3', 'compute:b 3 6'],
        exits: { x: [3, 0, 1] },
        worst: 6,
        mean: 4.5,
      },
    );
  });

  it('a check of zero length and a load of zero bytes', () => {
    check(
      problem(
        [
          stage('a', inRegion('r0'), lasts(2), exit('x', inStatic, lasts(0), 0.5)),
          stage('b', inRegion('r0'), lasts(3)),
        ],
        {
          r0: 0,
        },
      ),
      {
        tasks: ['compute:a 0 2', 'check:x 2 2', 'load:b 2 2', 'compute:b 2 5'],
        exits: { x: [2, 0, 0] },
        worst: 5,
        mean: 3.5,
      },
    );
  });
});
