import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { randomNumbers } from '../../../server/src/arithmetic';
import type { HlsExport } from '../../../server/src/export/hls/hls-export';
import { load } from '../../support/fixture';
import { reconfigured } from '../../support/designs';
import { execute, hasTclsh, hasTool, repository, temporaryFolder } from '../../support/compilers';
import { exported, writeFiles } from './kernels';

const checker = join(repository, 'test/export/hls/vitis-stand-in.tcl');

describe('scripts for Vitis HLS', () => {
  const folder = temporaryFolder();
  let result: HlsExport;
  let script = '';
  beforeAll(async () => {
    const { analysis } = await load(reconfigured);
    result = exported(analysis, randomNumbers(analysis.lists, 1));
    writeFiles(folder, result.files);
    script = result.files.get('hls/front/run_hls.tcl') ?? '';
  });

  const check = (text: string): string => {
    writeFileSync(join(folder, 'hls/front/run_hls.tcl'), text);
    return execute('tclsh', [checker, 'run_hls.tcl'], { cwd: join(folder, 'hls/front') });
  };

  test.skipIf(!hasTclsh())(
    'run_hls.tcl gives each command what it takes, in order, and files that are there',
    () => {
      expect(check(script).trim().split('\n').at(-1)).toBe('front xc7z020clg400-1 10 2.7');
    },
  );

  test.skipIf(!hasTclsh()).each([
    ['a file that is not there', 'add_files front.cpp', 'add_files back.cpp'],
    ['an unknown option', 'open_project -reset', 'open_project -new'],
    ['an unknown top function', 'set_top front', 'set_top fronts'],
    ['synthesis before a part', 'set_part', '# set_part'],
    ['a solution before its project', 'open_project', '# open_project'],
    ['a clock that is no number', '-period 10 ', '-period ten '],
    ['an unknown format', 'ip_catalog', 'ip_catalogue'],
    ['export before synthesis', 'csynth_design', '# csynth_design'],
    ['a testbench among the sources', 'add_files -tb tb.cpp', 'add_files tb.cpp'],
    ['an unknown flow', '-flow_target vivado', '-flow_target quartus'],
  ])('the stand-in refuses %s', (_, from, to) => {
    expect(script).toContain(from);
    expect(() => check(script.replace(from, to))).toThrow(/run_hls|stand-in/);
  });

  test('hls_config.cfg says the same', () => {
    const lines = (result.files.get('hls/front/hls_config.cfg') ?? '')
      .split('\n')
      .filter((l) => !l.startsWith('#'));
    expect(lines.slice(0, 3)).toEqual(['part=xc7z020clg400-1', '', '[hls]']);
    const settings = new Map(lines.slice(3).flatMap((l) => (l ? [l.split('=', 2) as [string, string]] : [])));
    expect(Object.fromEntries(settings)).toMatchObject({
      flow_target: 'vivado',
      'syn.top': 'front',
      'syn.file': 'front.cpp',
      'tb.file': 'tb.cpp',
      clock: '10ns',
      clock_uncertainty: '2.7ns',
      'package.output.format': 'ip_catalog',
      'package.ip.name': 'front',
    });
  });

  describe.skipIf(!hasTool('make') || process.platform === 'win32')('make hls', () => {
    /** What the tools of a route are called with; one of them may fail. */
    const called = (name: string, tools: readonly string[], fails = ''): { log: string; failed: boolean } => {
      const project = join(folder, name);
      const bin = join(project, 'bin');
      writeFiles(project, result.files);
      writeFiles(project, new Map([['Makefile', 'include hls/hls.mk\n']]));
      const log = join(project, 'log');
      for (const tool of tools) {
        const fail = fails === '' ? '' : `case "$*" in *"${fails}"*) exit 1;; esac\n`;
        writeFiles(
          bin,
          new Map([[tool, `#!/bin/sh\necho "$(basename "$PWD"): ${tool} $*" >> '${log}'\n${fail}`]]),
        );
        chmodSync(join(bin, tool), 0o755);
      }
      const path = `${bin}:${process.env['PATH'] ?? ''}`;
      // One that is installed here is none of this route's.
      const without = tools.includes('vitis-run') ? [] : ['VITIS_RUN=no-such-program'];
      const { status } = spawnSync('make', ['hls', ...without], {
        cwd: project,
        env: { ...process.env, PATH: path },
      });
      return { log: existsSync(log) ? readFileSync(log, 'utf8') : '', failed: status !== 0 };
    };
    const modules = ['front', 'back', 'early'];

    test('simulates, synthesises and packages with vitis-run and v++', () => {
      const { log, failed } = called('new', ['vitis-run', 'v++', 'vitis_hls']);
      expect(failed).toBe(false);
      const how = '--config hls_config.cfg --work_dir solution';
      for (const module of modules) {
        const steps = [`vitis-run --mode hls --csim ${how}`, `v++ -c --mode hls ${how}`];
        const all = [...steps, `vitis-run --mode hls --package ${how}`];
        expect(log).toContain(all.map((step) => `${module}: ${step}\n`).join(''));
      }
      expect(log).not.toContain('vitis_hls');
    });

    test('synthesises nothing that its simulation has found wrong', () => {
      const { log, failed } = called('wrong', ['vitis-run', 'v++'], '--csim');
      expect(failed).toBe(true);
      expect(log).toContain('--csim');
      expect(log).not.toContain('v++');
    });

    test('does the same by Tcl with vitis_hls', () => {
      const { log, failed } = called('old', ['vitis_hls']);
      expect(failed).toBe(false);
      for (const module of modules) expect(log).toContain(`${module}: vitis_hls -f run_hls.tcl\n`);
      expect(script).toMatch(/^csim_design\ncsynth_design\n[^]*^export_design/m);
    });
  });

  test('kernels on the processor are not built for the fabric', async () => {
    const { analysis } = await load(reconfigured.replace('stage back in rp0', 'stage back in cpu'));
    const made = exported(analysis, randomNumbers(analysis.lists, 1));
    expect(made.files.get('hls/modules.mk')).toMatch(
      /^HLS_MODULES := front back early$[^]*^HLS_FABRIC := front early$/m,
    );
  });
});
