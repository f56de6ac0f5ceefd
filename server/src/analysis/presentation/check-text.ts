/** Describes for which inputs a check is hidden; shared by lens, hover and view. */
import { formatAsKnown, formatAtLeast, formatNs } from '../../base/format';
import type { CheckTimes, ExitTimes } from '../../schedule/index';

type Waits = Pick<CheckTimes, 'checkNs' | 'hiddenNs' | 'exposedNs' | 'hiddenBehind'> &
  Partial<Pick<ExitTimes, 'leavingNs'>>;

/**
 * `check 113 µs, hidden behind the load of mid: inputs that stay wait 0 µs, inputs that leave 113 µs`.
 *
 * @param atLeast whether something that takes time is not modelled
 */
export function checkText(times: Waits, where: string, atLeast: boolean | undefined): string {
  const check = formatAtLeast(atLeast, formatNs(times.checkNs));
  return `check ${check}${where}${besideText(times, atLeast)}: ${waitText(times, atLeast)}`;
}

/** Separate figures for staying and leaving inputs. At a decision no input leaves. */
function waitText({ exposedNs, leavingNs }: Waits, atLeast: boolean | undefined): string {
  const stay = formatAsKnown(atLeast, formatNs(exposedNs));
  return leavingNs === undefined
    ? `the next stage waits ${stay}`
    : `inputs that stay wait ${stay}, inputs that leave ${formatAsKnown(atLeast, formatNs(leavingNs))}`;
}

function besideText(
  { checkNs, hiddenNs, exposedNs, hiddenBehind }: Waits,
  atLeast: boolean | undefined,
): string {
  if (hiddenNs <= 0) return '';
  const behind = hiddenBehind.map(taskText).join(' and ');
  if (hiddenNs < checkNs) return `, ${formatAsKnown(atLeast, formatNs(hiddenNs))} of it beside ${behind}`;
  // Another stage may still wait for it: one whose region was loaded long before.
  return exposedNs > 0 ? `, beside ${behind}` : `, hidden behind ${behind}`;
}

/** `the load of back` for the task `load:back`. */
export function taskText(id: string): string {
  const at = id.indexOf(':');
  const kind = id.slice(0, at);
  const words: Readonly<Record<string, string>> = {
    load: 'the load',
    compute: 'the computation',
    check: 'the check',
  };
  return `${words[kind] ?? kind} of ${id.slice(at + 1)}`;
}
