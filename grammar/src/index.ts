/** The language: parsing text into a tree, and formatting. */
export { parse } from './parse';
export { reparse } from './incremental';
export { withSettings } from './layer-blocks';
export { firstForm, firstReading, isSameBlock, spanIn } from './same-layers';
export { expectedAt, type Expectation } from './expected';
export { format } from './printer';
export { nameText } from './name-text';
export { colouring, type Colour } from './colouring';
export { commentsIn } from './trivia';
export { meant, nearest } from './recovery';
export { children, nodePathAt, visit, type Node } from './walk';
export * from './tree';
export * from './vocabulary';
