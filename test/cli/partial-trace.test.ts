import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PartialTrace } from '../../server/src/cli/partial-trace';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exeunt-part-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the part of a trace that a stopped run has left', () => {
  it('holds whole rows of whole samples', async () => {
    const path = join(folder, 'a.part');
    await writeFile(path, '# key\n0,early\n0,end\n1,early\n1,e');
    const part = new PartialTrace(path, 'key', 2);
    expect(await part.samples()).toBe(1);
    await part.begin(1);
    part.add(['1,early', '1,end']);
    await part.flush(true);
    expect((await part.text(2)).split('\n').slice(1)).toEqual(['0,early', '0,end', '1,early', '1,end', '']);
    expect(await new PartialTrace(path, 'other', 2).samples()).toBe(0);
  });

  it.skipIf(process.platform === 'win32')('is refused where it is no regular file', async () => {
    const path = join(folder, 'pipe.part');
    execFileSync('mkfifo', [path]);
    await expect(new PartialTrace(path, 'key', 2).samples()).rejects.toThrow(
      `cannot read ${path}: it is a pipe, not a regular file`,
    );
  });
});
