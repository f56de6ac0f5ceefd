import { describe, expect, test } from 'vitest';
import {
  createStore,
  initialState,
  keptOf,
  reduce,
  shownPath,
  type ViewState,
} from '../../../webview/src/state/store';
import { snapshot } from '../support/snapshots';

function shown(name: string, kept: unknown = null): ViewState {
  return reduce(initialState(kept), { type: 'snapshot', snapshot: snapshot(name) });
}

const window = { left: 0.2, top: 0.2, size: 0.5 };
const time = { startNs: 0, endNs: 1000 };

describe('a newer version of the same design', () => {
  const before = (
    [
      { type: 'select', id: 'region:rp0' },
      { type: 'window', diagram: 'floorplan', window },
      { type: 'window', diagram: 'timeline', window: time },
      { type: 'choose', choice: 'path', value: 'late' },
    ] as const
  ).reduce(reduce, shown('one-region'));

  test('keeps selection, zoom and path', () => {
    const after = reduce(before, { type: 'snapshot', snapshot: { ...snapshot('one-region'), version: 2 } });
    expect(keptOf(after)).toEqual(keptOf(before));
    expect(shownPath(after)?.exit).toBe('late');
  });

  test('loses the selection of what is no longer there', () => {
    const next = { ...snapshot('one-region'), version: 2, regions: [] };
    expect(reduce(before, { type: 'snapshot', snapshot: next }).selection).toBeNull();
  });

  test('on another part shows the whole floorplan', () => {
    const next = snapshot('one-region');
    if (next.device) next.device.part = 'xc7z010clg400-1';
    expect(reduce(before, { type: 'snapshot', snapshot: next }).windows).toEqual({ timeline: time });
  });

  test('that comes too late is not shown', () => {
    const newer = reduce(before, { type: 'snapshot', snapshot: { ...snapshot('one-region'), version: 7 } });
    const older = reduce(newer, { type: 'snapshot', snapshot: { ...snapshot('one-region'), version: 6 } });
    expect(older.snapshot?.version).toBe(7);
  });
});

test('another design starts whole and with nothing selected', () => {
  const before = reduce(shown('one-region'), { type: 'select', id: 'region:rp0' });
  const after = reduce(
    { ...before, windows: { floorplan: window } },
    { type: 'snapshot', snapshot: snapshot('two-regions') },
  );
  expect(keptOf(after)).toMatchObject({ selection: null, windows: {}, chosen: {} });
});

test('what was kept over a reload comes back with its design', () => {
  const kept = keptOf({ ...shown('one-region'), selection: 'region:rp0', windows: { floorplan: window } });
  expect(keptOf(shown('one-region', kept))).toEqual(kept);
  expect(shown('two-regions', kept).selection).toBeNull();
});

test.each([null, 'text', {}, []])('broken kept state %j is left', (kept) => {
  expect(initialState(kept)).toMatchObject({ uri: null, legend: true });
});

test('computing ends with the snapshot, and an empty view has its reason', () => {
  const computing = reduce(shown('one-region'), { type: 'computing', uri: 'u', version: 2 });
  expect(computing.computing).toBe(true);
  expect(reduce(computing, { type: 'snapshot', snapshot: snapshot('one-region') }).computing).toBe(false);
  const empty = reduce(computing, { type: 'empty', reason: 'No design is open.' });
  expect(empty).toMatchObject({ snapshot: null, computing: false, emptyReason: 'No design is open.' });
});

test('without a chosen exit, or with one that is gone, the path goes to the end', () => {
  expect(shownPath(shown('one-region'))?.exit).toBe('end');
  expect(shownPath({ ...shown('one-region'), chosen: { path: 'gone' } })?.exit).toBe('end');
  expect(shownPath(shown('region-only'))).toBeNull();
});

test('listeners hear of changes only', () => {
  let calls = 0;
  const store = createStore(shown('one-region'), () => calls++);
  store.dispatch({ type: 'hover', id: null });
  store.dispatch({ type: 'hover', id: 'region:rp0' });
  expect(calls).toBe(1);
});
