/**
 * Random networks of ordinary layers from import to integers, each beside onnxruntime.
 *
 *     npm run walk -- [--from N] [--count M]
 *
 * Prints how many held, and what went wrong by cause, with the network's number and as few of its steps as show it.
 */
import { parseArgs } from 'node:util';
import { runTests } from './tests.mjs';

const { values } = parseArgs({ options: { from: { type: 'string' }, count: { type: 'string' } } });
runTests('test/model/walk/walk.test.ts', {
  EXEUNT_WALK_FROM: values.from ?? '0',
  EXEUNT_WALK_COUNT: values.count ?? '300',
});
