/** Exported Vivado projects, built under the checker. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { analyse } from '../../../server/src/analysis/analyse';
import type { Analysis } from '../../../server/src/analysis/analysis';
import { neverCancelled } from '../../../server/src/base/checkpoint';
import { exportOrigin } from '../../../server/src/export/origin';
import { vivadoExport } from '../../../server/src/export/vivado/files';
import { type Hardware, planHardware } from '../../../server/src/export/vivado/hardware';
import { nodeFileSystem } from '../../../server/src/node/file-system';
import { Documents } from '../../../server/src/workspace/documents';
import { samples } from '../../support/samples';

export const hasTcl = spawnSync('tclsh', [], { input: '' }).status === 0;

export type Files = Map<string, string>;

/** Environment of a build: `version=`, `boards=`, `kernels=`. */
export type Given = readonly string[];

const boards =
  'boards=tul.com.tw:pynq-z2:part0:1.0 xilinx.com:zc706:part0:1.4 xilinx.com:zcu104:part0:1.1 em.avnet.com:ultra96v2:part0:1.2';

export interface Build {
  readonly ok: boolean;
  /** What was built, or why not. */
  readonly said: string;
}

/** Runs build.tcl in a folder whose name is hard on scripts. */
export function build(files: Files, given: Given = []): Build {
  const folder = mkdtempSync(join(tmpdir(), 'exeunt vivado ü [a] '));
  try {
    for (const [name, content] of files) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    const checker = join(import.meta.dirname, 'checker.tcl');
    const args = [checker, join(folder, 'vivado'), boards, ...given];
    const { status, stdout, stderr } = spawnSync('tclsh', args, { encoding: 'utf8' });
    return { ok: status === 0, said: status === 0 ? stdout : stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function sampleAnalysis(name: string): Promise<Analysis> {
  const sample = samples.find((s) => s.name === name);
  if (sample === undefined) throw new Error(`no sample ${name}`);
  const closure = await new Documents(nodeFileSystem).closure(pathToFileURL(sample.path).href);
  if (closure === undefined) throw new Error(`cannot read ${sample.path}`);
  return analyse(closure, neverCancelled);
}

/** @throws Error with the export's own words */
export function exported(analysis: Analysis): {
  readonly hardware: Hardware;
  readonly files: ReadonlyMap<string, string>;
} {
  const hardware = planHardware(analysis);
  if ('error' in hardware) throw new Error(hardware.error);
  const result = vivadoExport(analysis, exportOrigin(analysis, 'report'), hardware);
  if ('error' in result) throw new Error(result.error);
  return { hardware, files: result.files };
}

/** The files with one text in one of them replaced by another. */
export function changed(files: ReadonlyMap<string, string>, name: string, from: string, to: string): Files {
  const text = files.get(name);
  if (text?.includes(from) !== true) throw new Error(`${name} holds no ${from}`);
  return new Map(files).set(
    name,
    text.replace(from, () => to),
  );
}
