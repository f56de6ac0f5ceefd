/** The language: text to tree, and back. */
export { parse } from './parse';
export { reparse, type TextChange } from './incremental';
export { expectedAt, type Expectation } from './expected';
export { format, type FormatOptions } from './printer';
export { commentsIn } from './trivia';
export { type Comment } from './lexer';
export { nearest } from './recovery';
export { children, nodePathAt, visit, type Node } from './walk';
export * from './tree';
export * from './vocabulary';
