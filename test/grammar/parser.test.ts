import { expect, it } from 'vitest';
import { BlockParser } from '../../grammar/src/parser';

it('reads a grammar that leaves no doubt, with one token of lookahead', () => {
  expect(() => new BlockParser(true)).not.toThrow();
});
