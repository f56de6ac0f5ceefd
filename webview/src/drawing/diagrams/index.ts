/** All diagrams, in the order of the page. */
import type { Diagram } from './diagram';
import { floorplan } from './floorplan';
import { timeline } from './timeline';

export const diagrams: readonly Diagram[] = [floorplan, timeline];
