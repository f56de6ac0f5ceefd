/**
 * A diagram of the view and of the report, described once. A further one is a file in this folder and its line in
 * `index.ts`: page, state, keyboard, screen reader, table and export work from the description.
 */
import type { PathView, ViewSnapshot } from '../../../../server/src/base/protocol/view';
import type { Grip } from '../floorplan/grip';
import type { Measure, RectShape, Scene } from '../scene/shapes';
import type { Table } from './table';

export interface DiagramInput<W = unknown> {
  readonly snapshot: ViewSnapshot;
  /** Path of the input that is shown. */
  readonly path: PathView | null;
  readonly width: number;
  /** Least room for names on the left, so that the plots of several diagrams align. */
  readonly gutter: number;
  /** Part that is in view; null is everything. */
  readonly window: W | null;
  /** Value of each choice that was made, by the id of the choice. */
  readonly chosen: Readonly<Record<string, string>>;
  readonly measure: Measure;
}

/** What a diagram shows, whatever its size. */
export type Subject = Pick<DiagramInput, 'snapshot' | 'path' | 'chosen'>;

export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** Value in effect, also where none was chosen. */
  readonly value: string;
}

export interface LegendEntry {
  readonly label: string;
  readonly look: Pick<RectShape, 'fill' | 'stroke' | 'pattern' | 'dash'> & {
    readonly mark?: 'dot' | 'line' | 'break';
  };
}

/** @typeParam W its window: what zooming and panning change, and null where everything is in view */
export interface Diagram<W = unknown> {
  /** Also its element's id, and part of the name of an exported file. */
  readonly id: string;
  readonly title: string;
  /** What a screen reader calls it. */
  readonly label: string;
  /** What stands beside the title; null if the design has nothing to draw. */
  facts(input: Subject): string | null;
  choices?(input: Subject): Choice[];
  legend(input: Subject): LegendEntry[];
  /** Room that its names need left of its plot. */
  gutter(input: Subject & Pick<DiagramInput, 'width' | 'measure'>): number;
  layout(input: DiagramInput<W>): Scene | null;
  /** Window after zooming by a factor around a place, in shares of the plot. */
  zoom(input: DiagramInput<W>, at: { readonly x: number; readonly y: number }, factor: number): W | null;
  /** Window after moving by shares of the plot. */
  pan(input: DiagramInput<W>, by: { readonly x: number; readonly y: number }): W | null;
  /** Whether a window still shows the same part in a newer version of the design. */
  keeps(old: ViewSnapshot, now: ViewSnapshot): boolean;
  /** What of it can be moved with pointer and keys. */
  readonly movable?: {
    /** What a pointer at a place of the scene takes hold of. */
    gripAt(input: DiagramInput<W>, scene: Scene, x: number, y: number): Grip | null;
    /** Pixels as whole steps of what is moved. */
    steps(input: DiagramInput<W>, scene: Scene, dx: number, dy: number): { columns: number; rows: number };
  };
  /** Tooltip of a place, in pixels of the scene, that belongs to no item. */
  describeAt?(input: DiagramInput<W>, scene: Scene, x: number, y: number): string[];
  /** The figures that it draws. */
  tables(input: Subject): Table[];
}
