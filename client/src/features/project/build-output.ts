/** Parses the errors of compilers, Vitis HLS and Vivado, and maps them from generated files to lines of the design. */
import { type NamedPlaces, placeByName } from './design-names';

export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface BuildProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Place of the problem, then its context: instantiations, includes, stack frames. */
  readonly places: readonly Place[];
  /** The tool's last progress message, for a problem without places. */
  readonly during?: string;
}

/** `exeunt-lines.json` of an exported folder. Lines and columns count from 1. */
export interface LineMap extends NamedPlaces {
  readonly sources: readonly string[];
  /** Spans by generated file: first and last line, source, line, column, end line, end column. */
  readonly files: Readonly<Record<string, readonly (readonly number[])[]>>;
}

export interface DesignPlace {
  readonly source: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** g++, clang++, and sanitizer reports other than crashes. */
const compiler = /^(.+?):(\d+):(?:(\d+):)? (fatal error|error|warning|runtime error): (.*)$/;
/** Vitis HLS: `ERROR: [HLS 207-3776] … (file.cpp:42:7)`, until 2020.1 without the brackets. */
const vitis =
  /^(ERROR|WARNING): \[([^\]]+)\] (.*?)(?: \(([^\s()'][^()']*?(?:\([^()]*\)[^()']*?)*):(\d+)(?::(\d+))?\)|: (\S+?):(\d+):(\d+))\s*$/;
/**
 * Without a place: `ERROR: [Place 30-487] …`. Includes HLS warnings and Vivado's critical warnings, which are few
 * enough to read; leaves out messages that only repeat an earlier failure.
 */
const unplaced =
  /^(ERROR|CRITICAL WARNING|WARNING(?=: \[HLS )): \[([^\]]+)\] (?!.*due to earlier errors)(.*)$/;
/** Messages with which tools start a module or a run. */
const begins = /(?:[Oo]pening|[Cc]reating|Entering directory|Running \w+ with args|Top module|-top )/;
const crash = /^==\d+==ERROR: (AddressSanitizer: \S+)/;
const wrongKernel = /^(\w+): WRONG$/;
/** Context lines before an error. */
const before =
  /^(?:In file included from|\s+from) (.+?):(\d+)(?::(\d+))?[,:]?$|^(.+?):(\d+):(\d+):\s+(?:recursively )?(?:required|instantiated) from .*$/;
const anotherContext = /: (?:In|At) .*[:’']$/;
/** Context lines after an error. */
const after = /^(.+?):(\d+):(\d+): note: (?:.*requested here|.*in instantiation of.*|.*here)$/;
const frame = /^\s+#\d+ 0x[0-9a-f]+ in .* (\S+?):(\d+)(?::(\d+))?$/;

/** Reads a build's output line by line; calls `found` with each problem once it is complete. */
export function buildOutput(found: (problem: BuildProblem) => void): {
  readonly line: (text: string) => void;
  readonly end: () => void;
} {
  let leading: Place[] = [];
  let during: string | undefined;
  let open:
    { severity: BuildProblem['severity']; message: string; places: Place[]; during?: string } | undefined;
  const end = (): void => {
    if (open) found(open);
    open = undefined;
  };
  const begin = (severity: BuildProblem['severity'], message: string, places: Place[]): void => {
    end();
    open = { severity, message, places: [...places, ...leading] };
    leading = [];
  };
  const line = (text: string): void => {
    const cpp = compiler.exec(text);
    if (cpp) {
      const [, path, row, column, kind, message = ''] = cpp;
      begin(kind === 'warning' ? 'warning' : 'error', message, [place(path, row, column)]);
      return;
    }
    const hls = vitis.exec(text);
    if (hls) {
      const [, kind, id, message = '', path, row, column, oldPath, oldRow, oldColumn] = hls;
      const at = path === undefined ? place(oldPath, oldRow, oldColumn) : place(path, row, column);
      begin(kind === 'ERROR' ? 'error' : 'warning', `${message} [${id ?? ''}]`, [at]);
      return;
    }
    const named = unplaced.exec(text);
    if (named) {
      const [, kind, id, message = ''] = named;
      begin(kind === 'ERROR' ? 'error' : 'warning', `${message} [${id ?? ''}]`, []);
      if (open && during !== undefined && kind === 'ERROR') open.during = during;
      return;
    }
    if (begins.test(text)) during = text;
    const fault = crash.exec(text);
    if (fault) begin('error', fault[1] ?? '', []);
    const wrong = wrongKernel.exec(text)?.[1];
    if (wrong !== undefined) {
      const at = place(`hls/${wrong}/${wrong}.cpp`, '1', '1');
      begin('error', `the kernel ${wrong} does not match the reference`, [at]);
    }
    const context = before.exec(text);
    if (context) {
      const [, include, includeRow, includeColumn, path, row, column] = context;
      leading.push(path === undefined ? place(include, includeRow, includeColumn) : place(path, row, column));
    } else if (anotherContext.test(text)) {
      leading = [];
    }
    const trailing = after.exec(text) ?? frame.exec(text);
    if (trailing) open?.places.push(place(trailing[1], trailing[2], trailing[3]));
  };
  return { line, end };
}

function place(path = '', line = '1', column = '1'): Place {
  return { path: path.replaceAll('\\', '/'), line: Number(line), column: Number(column) };
}

/**
 * The design's line behind a problem: the first of its places that was generated from one layer, otherwise the module
 * whose file contains one of them; for a problem without places, what its message names, otherwise the step that ran.
 */
export function designPlaceOf(map: LineMap, problem: BuildProblem): DesignPlace | undefined {
  const { places, message, during } = problem;
  const spans = places.map(({ path, line }) => {
    const file = generatedFile(map, path);
    const own = file === undefined ? [] : (map.files[file] ?? []);
    const at = own.findLastIndex(([first = 0, last = 0]) => line >= first && line <= last);
    // The first span is the whole file.
    return { span: own[at], isLayer: at > 0 };
  });
  const { span } = spans.find((s) => s.isLayer) ?? spans.find((s) => s.span) ?? {};
  const named = (): readonly number[] | undefined =>
    placeByName(map, message) ?? (during === undefined ? undefined : placeByName(map, during));
  const [source, row = 1, column = 1, endLine = row, endColumn = column] =
    span?.slice(2) ?? (places.length === 0 ? named() : undefined) ?? [];
  const name = map.sources[source ?? -1];
  return name === undefined ? undefined : { source: name, line: row, column, endLine, endColumn };
}

/** Tools run in their own folders, so a file is recognised by the end of its path, from the module's folder on. */
export function generatedFile(map: LineMap, path: string): string | undefined {
  const parts = path.split('/').filter((part) => part !== '.' && part !== '..' && part !== '');
  const files = Object.keys(map.files);
  const found = files.filter((file) => {
    const own = file.split('/').slice(-2);
    return parts.length === 1 ? own[1] === parts[0] : own.join('/') === parts.slice(-2).join('/');
  });
  return found.length === 1 ? found[0] : undefined;
}

/** Parses `exeunt-lines.json`; undefined if it has another form. */
export function readLineMap(text: string): LineMap | undefined {
  try {
    const value = JSON.parse(text) as Partial<LineMap> & { version?: number };
    return value.version === 1 && value.sources && value.files
      ? {
          sources: value.sources,
          files: value.files,
          ...(value.modules && { modules: value.modules }),
          ...(value.regions && { regions: value.regions }),
        }
      : undefined;
  } catch {
    return undefined;
  }
}
