/** Synthesis by Yosys, as WebAssembly from npm: fetched once into the user's cache, no dependency of anything else. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Netlist } from './gates';

/** What a unit takes of a 7 series part. */
export interface Count {
  /** Logic cells: LUTs, two small ones sharing one where they can. */
  readonly lut: number;
  readonly ff: number;
  readonly dsp: number;
  readonly bram18: number;
}

export type Files = Readonly<Record<string, string>>;
export type Parameters = Readonly<Record<string, number>>;

export interface Yosys {
  /** `Yosys 0.55 (git sha1 …)`. */
  readonly version: string;
  /** One module for each of several parameters, synthesised together: reading the part's cells takes most of the time. */
  counts(files: Files, top: string, each: readonly Parameters[], flags: string): Promise<Count[]>;
  netlist(files: Files, top: string, parameters: Parameters): Promise<Netlist>;
}

interface Package {
  readonly runYosys: (
    args: readonly string[],
    files: Files,
    options: { stdout: null; stderr: (bytes: Uint8Array | null) => void },
  ) => Promise<Record<string, unknown>>;
}

/** @param folder with `node_modules/@yowasp/yosys` */
export async function openYosys(folder: string): Promise<Yosys> {
  const path = join(folder, 'node_modules/@yowasp/yosys/gen/bundle.js');
  const { runYosys } = (await import(pathToFileURL(path).href)) as Package;
  const run = async (files: Files, script: string): Promise<string> => {
    let said = '';
    const decoder = new TextDecoder();
    const stderr = (bytes: Uint8Array | null): void => {
      if (bytes) said += decoder.decode(bytes, { stream: true });
    };
    try {
      const made = await runYosys(['-q', '-p', script], files, { stdout: null, stderr });
      return made['out.json'] as string;
    } catch (error) {
      throw new Error(`Yosys: ${said.trim() || String(error)}\n${script}`, { cause: error });
    }
  };
  const read = (files: Files, top: string, parameters: Parameters): string => {
    const set = Object.entries(parameters).map(([name, value]) => ` -chparam ${name} ${value}`);
    return `read_verilog ${sourcesOf(files)}; hierarchy -check -top ${top}${set.join('')}`;
  };
  const statistics = 'tee -q -o out.json stat -json -tech xilinx';
  const [version = ''] = /Yosys [^,]*/.exec(await run({}, statistics)) ?? [];
  return {
    version: version.replace(/ \(.*/, ''),
    counts: async (files, top, each, flags) => {
      const sources = sourcesOf(files);
      const modules = each.map((parameters, i) => {
        const set = Object.entries(parameters).map(([name, value]) => ` -set ${name} ${value}`);
        return `read_verilog ${sources}; ${set.length > 0 ? `chparam${set.join('')} ${top}; ` : ''}rename ${top} unit${i}`;
      });
      // What `synth_xilinx` begins with, without its choice of one top.
      const cells =
        'read_verilog -lib -specify +/xilinx/cells_sim.v; read_verilog -lib +/xilinx/cells_xtra.v';
      const script = `${cells}; ${modules.join('; ')}; hierarchy -check; synth_xilinx -family xc7 -flatten -noiopad${flags} -run prepare:; ${statistics}`;
      const { modules: found } = JSON.parse(await run(files, script)) as {
        modules: Record<string, Statistics>;
      };
      return each.map((_, i) => countOf(found[`\\unit${i}`]));
    },
    netlist: async (files, top, parameters) => {
      const gates =
        'proc; flatten; opt; memory -nordff; opt; techmap; opt; dfflegalize -cell $_DFF_P_ x; simplemap; opt_clean';
      const script = `${read(files, top, parameters)}; ${gates}; write_json out.json`;
      const { modules } = JSON.parse(await run(files, script)) as { modules: Record<string, Netlist> };
      const found = Object.entries(modules).find(([name]) => !name.startsWith('$'));
      const [, netlist] = found ?? Object.entries(modules)[0] ?? [];
      if (netlist === undefined) throw new Error(`no netlist of ${top}`);
      return netlist;
    },
  };
}

function sourcesOf(files: Files): string {
  return Object.keys(files)
    .filter((name) => name.endsWith('.v'))
    .join(' ');
}

interface Statistics {
  readonly num_cells_by_type: Readonly<Record<string, number>>;
  readonly estimated_num_lc: number;
}

function countOf(statistics: Statistics | undefined): Count {
  if (statistics === undefined) throw new Error('Yosys says nothing of a unit');
  const cells = statistics.num_cells_by_type;
  const sum = (pattern: RegExp, each = 1): number =>
    Object.entries(cells).reduce((all, [name, n]) => all + (pattern.test(name) ? each * n : 0), 0);
  return {
    lut: statistics.estimated_num_lc,
    ff: sum(/^FD[RSCP]E/),
    dsp: sum(/^DSP48/),
    bram18: sum(/^RAMB18/) + sum(/^RAMB36/, 2),
  };
}
