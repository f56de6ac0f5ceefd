import { appendFile, rm } from 'node:fs/promises';
import { traceHeader } from '../import/profile/trace-rows';
import { readRegular } from '../node/file-system';
import { isRefused } from '../workspace/file-system';
import { mostBytes } from '../workspace/refusal';
import { cannotRead } from './read-file';
import { writeWhole } from './write-file';

/** Rows that are waiting are written at least this often. */
const MOST_WAITING = 2000;

/** The rows so far, in a file beside the trace that is to be. */
export class PartialTrace {
  private waiting: string[] = [];

  /**
   * @param key of the run: what the rows depend on
   * @param exits rows of each sample
   */
  constructor(
    private readonly path: string,
    private readonly key: string,
    private readonly exits: number,
  ) {}

  /**
   * How many samples are in it already; 0 where it is not there, or of another run.
   * @throws Refused where it is no regular file, or larger than a trace may be
   */
  async samples(): Promise<number> {
    return Math.floor((await this.rows()).length / this.exits);
  }

  /** Whole rows only: the last one may have been cut off. */
  private async rows(): Promise<string[]> {
    const bytes = await readRegular(this.path, mostBytes.trace);
    if (isRefused(bytes) && bytes.kind !== 'absent') throw cannotRead(this.path, bytes, 'trace');
    const text = isRefused(bytes) ? '' : new TextDecoder().decode(bytes);
    const [first, ...rows] = text.split('\n');
    return first === `# ${this.key}` ? rows.slice(0, -1) : [];
  }

  /** Begins with the first samples of what is there, without what was cut off behind them. */
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

  /** The trace of the first samples. */
  async text(samples: number): Promise<string> {
    const rows = await this.rows();
    return `${[traceHeader, ...rows.slice(0, samples * this.exits)].join('\n')}\n`;
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }
}
