/** The language: text to tree, and back. */
export { parse } from './parse';
export { children, nodePathAt, visit, type Node } from './walk';
export * from './tree';
export * from './vocabulary';
export * from './lookup';
