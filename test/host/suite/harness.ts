/** A test runner of the least size for the extension host: tests register themselves and run one after the other. */
interface Test {
  name: string;
  body: () => Promise<void>;
}

export interface HostResult {
  passed: number;
  failures: { name: string; message: string }[];
  finished: boolean;
}

const tests: Test[] = [];

/** Longest that one test may take before it counts as failed. */
const testLimitMs = 60_000;

export function test(name: string, body: () => Promise<void>): void {
  tests.push({ name, body });
}

export interface Run {
  /** Called with the result so far after each test, in case the host crashes. */
  readonly report: (result: HostResult) => void | Promise<void>;
  /** Leaves things as they were, after each test. */
  readonly tidy: () => Promise<void>;
  /** A part of the names of the tests that are meant; all of them without. */
  readonly only?: string | undefined;
}

export async function runTests({ report, tidy, only = '' }: Run): Promise<HostResult> {
  const result: HostResult = { passed: 0, failures: [], finished: false };
  for (const { name, body } of tests.filter((candidate) => candidate.name.includes(only))) {
    const failure = await failureOf(body);
    await tidy();
    if (failure === undefined) result.passed++;
    else result.failures.push({ name, message: failure });
    await report(result);
  }
  const whole = { ...result, finished: true };
  await report(whole);
  return whole;
}

async function failureOf(body: () => Promise<void>): Promise<string | undefined> {
  try {
    await withLimit(body());
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** Asks again and again until there is an answer; what happened last is in the error when there is none. */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  limitMs = 20_000,
): Promise<T> {
  const end = Date.now() + limitMs;
  let last = '';
  while (Date.now() < end) {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = ` (${error instanceof Error ? error.message : 'no error'})`;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`never: ${what}${last}`);
}

async function withLimit(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${testLimitMs} ms`)), testLimitMs);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
