/** The file in which an interrupted profile run is resumed. */
import { appendFile, rm } from 'node:fs/promises';
import { traceHeader } from '../inference/profile/trace-rows';
import { readRegular } from '../node/file-system';
import { isRefused } from '../workspace/file-system';
import { mostBytes } from '../workspace/refusal';
import { cannotRead } from './read-file';
import { writeWhole } from './write-file';

/** Most rows held before they are written. */
const MOST_WAITING = 2000;

/** The rows so far, in a file beside the future trace. */
export class PartialTrace {
  private waiting: string[] = [];

  /**
   * @param key identifies the run: everything that the rows depend on
   * @param exits rows of each sample
   */
  constructor(
    private readonly path: string,
    private readonly key: string,
    private readonly exits: number,
  ) {}

  /**
   * Number of samples already stored; 0 if the file is missing or belongs to another run.
   * @throws Refused if it is not a regular file, or larger than a trace may be
   */
  async samples(): Promise<number> {
    return Math.floor((await this.rows()).length / this.exits);
  }

  /** Complete rows only: the last one may be truncated. */
  private async rows(): Promise<string[]> {
    const bytes = await readRegular(this.path, mostBytes.trace);
    if (isRefused(bytes) && bytes.kind !== 'absent') throw cannotRead(this.path, bytes, 'trace');
    const text = isRefused(bytes) ? '' : new TextDecoder().decode(bytes);
    const [first, ...rows] = text.split('\n');
    return first === `# ${this.key}` ? rows.slice(0, -1) : [];
  }

  /** Starts with the first stored samples and drops the rest, which may be truncated. */
  async begin(samples: number): Promise<void> {
    const rows = samples === 0 ? [] : (await this.rows()).slice(0, samples * this.exits);
    await writeWhole(this.path, [`# ${this.key}`, ...rows, ''].join('\n'));
  }

  add(lines: readonly string[]): void {
    this.waiting.push(...lines);
  }

  async flush(all = false): Promise<void> {
    if (this.waiting.length === 0 || (!all && this.waiting.length < MOST_WAITING)) return;
    const lines = this.waiting;
    this.waiting = [];
    await appendFile(this.path, `${lines.join('\n')}\n`);
  }

  /** The trace of the first `samples` samples. */
  async text(samples: number, header = traceHeader): Promise<string> {
    const rows = await this.rows();
    return `${[header, ...rows.slice(0, samples * this.exits)].join('\n')}\n`;
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }
}
