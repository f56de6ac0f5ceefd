/** `exeunt doctor`: which external tools are installed, and which exports they suffice for. */
import { boardPartOf } from '../export/vivado/board-parts';
import { readArguments } from './arguments';
import { type Found, boardFolders, findTool, hasBoard } from './doctor/find';
import { type Tool, type ToolName, needs, tools } from './doctor/tools';
import { issueText } from './doctor/issue';
import { checkFile } from './files';
import { WrongUse, exitStatus } from './outcome';
import { print, printJson } from './print';

interface Diagnosis {
  readonly tools: Readonly<Record<ToolName, Found | null>>;
  readonly exports: readonly {
    readonly what: string;
    readonly ready: boolean;
    readonly lacks: readonly string[];
  }[];
  /** Board of the given design, and whether its board files were found. */
  readonly board?: { readonly name: string; readonly found: boolean; readonly source: string };
}

/** The oldest Vivado that the exported project is for. */
const OLDEST_VIVADO = 2022.2;

/** Reports external tools and what each export still needs. A missing tool is not an error. */
export async function runDoctor(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'doctor');
  const [file, ...more] = positionals;
  if (more.length > 0) throw new WrongUse('name one design file, or none');
  const ask = values['no-run'] !== true;
  const paths = given(values.tool ?? []);
  if (values.report) {
    if (values.json) throw new WrongUse('--report is Markdown: leave out --json');
    print(issueText(await foundTools(paths, ask), file === undefined ? undefined : await checkFile(file)));
    return exitStatus.ok;
  }
  const diagnosis = await diagnose(paths, file, ask);
  if (values.json) printJson({ version: 1, ...diagnosis });
  else print(asText(diagnosis));
  return exitStatus.ok;
}

/** `--tool vivado=/opt/Xilinx/Vivado/2023.2/bin/vivado`. */
function given(settings: readonly string[]): ReadonlyMap<ToolName, string> {
  return new Map(
    settings.map((setting) => {
      const [name = '', path = ''] = setting.split(/=(.*)/s);
      if (!isTool(name) || path === '')
        throw new WrongUse(`--tool takes NAME=PATH, with NAME one of ${Object.keys(tools).join(', ')}`);
      return [name, path] as const;
    }),
  );
}

function isTool(name: string): name is ToolName {
  return Object.hasOwn(tools, name);
}

async function foundTools(
  paths: ReadonlyMap<ToolName, string>,
  ask: boolean,
): Promise<Record<ToolName, Found | null>> {
  const names = Object.keys(tools).filter(isTool);
  const found = names.map(async (name) => {
    return [name, (await findTool(tools[name], paths.get(name), process.env, ask)) ?? null] as const;
  });
  return Object.fromEntries(await Promise.all(found)) as Record<ToolName, Found | null>;
}

async function diagnose(
  paths: ReadonlyMap<ToolName, string>,
  file: string | undefined,
  ask: boolean,
): Promise<Diagnosis> {
  const all = await foundTools(paths, ask);
  const lacksOf = (groups: readonly (readonly ToolName[])[]) =>
    groups
      .filter((group) => !group.some((name) => all[name]))
      .map((group) => group.map((name) => tools[name].name).join(' or '));
  const exports = needs.map(({ what, oneOf }) => {
    const lacks = [...lacksOf(oneOf), ...(what === 'make vivado' ? tooOld(all.vivado) : [])];
    return { what, ready: lacks.length === 0, lacks };
  });
  if (file === undefined) return { tools: all, exports };
  const { analysis } = await checkFile(file);
  const board = analysis.target.board && boardPartOf(analysis.target.board.name);
  if (board === undefined) return { tools: all, exports };
  const folders = await boardFolders(all.vivado?.path, process.env);
  const seen = await Promise.all(board.files.map((file) => hasBoard(folders, file.split(':')[1] ?? '')));
  const isThere = seen.includes(true);
  return { tools: all, exports, board: { name: board.name, found: isThere, source: board.source } };
}

function tooOld(vivado: Found | null): string[] {
  const version = /^\d{4}\.\d/.exec(vivado?.version ?? '')?.[0];
  return version !== undefined && Number(version) < OLDEST_VIVADO
    ? [`Vivado ${OLDEST_VIVADO} or newer (this is ${version})`]
    : [];
}

function asText({ tools: found, exports, board }: Diagnosis): string {
  const width = Math.max(...Object.values(tools).map((t) => t.name.length));
  const toolLines = Object.entries(tools).map(([name, tool]: [string, Tool]) => {
    const at = isTool(name) ? found[name] : null;
    const state = at ? `${at.version ?? 'version unknown'}  ${at.path}` : `not found: ${tool.from}`;
    return `  ${tool.name.padEnd(width)}  ${state}`;
  });
  const exportLines = exports.map(
    ({ what, ready, lacks }) => `  ${what}: ${ready ? 'ready' : `needs ${lacks.join(', and ')}`}`,
  );
  const boardLines = board
    ? [
        'Board files',
        `  ${board.name}: ${board.found ? 'found' : `not found; they come with ${board.source}. Vivado may search more places than this command does.`}`,
      ]
    : [];
  return `${['Tools', ...toolLines, 'Exports', ...exportLines, ...boardLines].join('\n')}\n`;
}
