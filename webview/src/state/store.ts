/** The view's state and how messages and gestures change it. Pure except for the subscription. */
import type { PlacementView } from '../../../server/src/base/protocol/view';
import type {
  ShownExploration,
  ToView,
  PathView,
  ViewSnapshot,
} from '../../../server/src/base/protocol/view';
import { diagrams } from '../drawing/diagrams';
import { pathChoiceId } from '../drawing/diagrams/timeline';
import { itemsOf } from '../drawing/items';
import type { Moving } from './moving';

/** State that survives a reload of the webview, for one design. */
export interface KeptState {
  uri: string | null;
  selection: string | null;
  /** What was chosen, by the id of the choice. */
  chosen: Readonly<Record<string, string>>;
  /** Part of each diagram that is in view, by its id; everything of those that are not there. */
  windows: Readonly<Record<string, unknown>>;
  legend: boolean;
}

export interface ViewState extends KeptState {
  snapshot: ViewSnapshot | null;
  emptyReason: string | null;
  computing: boolean;
  hovered: string | null;
  cursor: { line: number; character: number } | null;
  /** A region that is dragged, or moved by keys. */
  moving: Moving | null;
  exploration: ShownExploration | null;
  /** Candidate that the snapshot is of; null if it is of the text. */
  preview: string | null;
}

export type Action =
  | ToView
  | { type: 'select'; id: string | null }
  | { type: 'hover'; id: string | null }
  | { type: 'move'; moving: Moving | null }
  | { type: 'choose'; choice: string; value: string }
  /** Null is everything. */
  | { type: 'window'; diagram: string; window: unknown }
  | { type: 'legend'; shown: boolean };

export function initialState(kept: unknown): ViewState {
  return {
    uri: null,
    selection: null,
    chosen: {},
    windows: {},
    legend: true,
    ...(isKept(kept) ? kept : {}),
    snapshot: null,
    emptyReason: null,
    computing: false,
    hovered: null,
    cursor: null,
    moving: null,
    exploration: null,
    preview: null,
  };
}

export function keptOf(state: ViewState): KeptState {
  const { uri, selection, chosen, windows, legend } = state;
  return { uri, selection, chosen, windows, legend };
}

/** The path in the timeline: the chosen exit's, or the one to the end of the network. */
export function shownPath(state: ViewState): PathView | null {
  const paths = state.snapshot?.timeline?.paths ?? [];
  return paths.find((path) => path.exit === state.chosen[pathChoiceId]) ?? paths.at(-1) ?? null;
}

export function reduce(state: ViewState, action: Action): ViewState {
  switch (action.type) {
    case 'snapshot':
      return withSnapshot(state, action.snapshot);
    case 'computing':
      return { ...state, computing: true };
    case 'cursor':
      return { ...state, cursor: { line: action.line, character: action.character } };
    case 'empty':
      return {
        ...state,
        snapshot: null,
        emptyReason: action.reason,
        computing: false,
        hovered: null,
        moving: null,
      };
    case 'placement':
      return { ...state, moving: answered(state.moving, action.placement) };
    case 'move':
      return { ...state, moving: action.moving };
    case 'exploration':
      return { ...state, exploration: action.exploration, preview: null };
    case 'preview':
      return { ...state, preview: action.candidate };
    case 'select':
      return { ...state, selection: action.id };
    case 'hover':
      return state.hovered === action.id ? state : { ...state, hovered: action.id };
    case 'choose':
      return { ...state, chosen: { ...state.chosen, [action.choice]: action.value } };
    case 'window':
      return { ...state, windows: { ...state.windows, [action.diagram]: action.window } };
    case 'legend':
      return { ...state, legend: action.shown };
  }
}

/** A newer version of the same design keeps zoom, path and selection if they still exist. */
function withSnapshot(state: ViewState, snapshot: ViewSnapshot): ViewState {
  const old = state.snapshot;
  if (old?.uri === snapshot.uri && snapshot.version < old.version) return state;
  const same = state.uri === snapshot.uri;
  const next: ViewState = {
    ...state,
    snapshot,
    uri: snapshot.uri,
    emptyReason: null,
    computing: false,
    hovered: null,
    // The same version is sent again when the view gets the focus, as it does when a region is grabbed.
    moving: same && old?.version === snapshot.version ? state.moving : null,
    cursor: same ? state.cursor : null,
    chosen: same ? state.chosen : {},
    windows: same ? keptWindows(state, snapshot) : {},
  };
  const items = itemsOf(snapshot, shownPath(next));
  const kept = same && state.selection !== null && items.has(state.selection);
  return { ...next, selection: kept ? state.selection : null };
}

/** An answer of an earlier drag, for another region, is dropped. */
function answered(moving: Moving | null, placement: PlacementView | null): Moving | null {
  if (moving === null || placement === null) return null;
  return placement.region.name === moving.grip.region ? { ...moving, placement } : moving;
}

function keptWindows({ windows, snapshot: old }: ViewState, now: ViewSnapshot): ViewState['windows'] {
  if (old === null) return windows;
  const kept = diagrams.filter((diagram) => diagram.id in windows && diagram.keeps(old, now));
  return Object.fromEntries(kept.map(({ id }) => [id, windows[id]]));
}

function isKept(value: unknown): value is KeptState {
  return (
    typeof value === 'object' &&
    value !== null &&
    'uri' in value &&
    'selection' in value &&
    'windows' in value
  );
}

export interface Store {
  readonly state: ViewState;
  dispatch(action: Action): void;
}

/** @param onChange called after every change, with the previous state */
export function createStore(first: ViewState, onChange: (old: ViewState, action: Action) => void): Store {
  let state = first;
  return {
    get state() {
      return state;
    },
    dispatch(action) {
      const old = state;
      state = reduce(old, action);
      if (state !== old) onChange(old, action);
    },
  };
}
