/**
 * Random networks of ordinary layers from import to integers, each beside onnxruntime.
 *
 *     npm run walk -- [--from N] [--count M]
 *
 * Prints how many held, and what went wrong by cause, with the network's number and as few of its steps as show it.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './setup.mjs';

const { values } = parseArgs({ options: { from: { type: 'string' }, count: { type: 'string' } } });
const program = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const args = [
  'run',
  '--project',
  'opened',
  '--pool=threads',
  '--disableConsoleIntercept=true',
  'test/model/walk/walk.test.ts',
];
const child = spawn(process.execPath, [program, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    EXEUNT_WALK_FROM: values.from ?? '0',
    EXEUNT_WALK_COUNT: values.count ?? '300',
  },
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
