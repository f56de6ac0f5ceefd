import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
  type Range,
} from 'vscode-languageserver';
import { thresholdTuningBetween } from '../analysis/proposals/threshold-tuning';
import type { Checkpoint } from '../base/checkpoint';
import { asksForAlternatives } from '../ide/alternatives-place';
import { refactorings } from '../ide/refactorings';
import { asksForThresholds } from '../ide/threshold-action';
import type { Alternative } from '../plans/alternatives';
import { type Plans, isTried } from '../plans/plans';
import type { Analysed } from './analyses';
import type { ClientFacts } from './client-facts';
import { linesOf, toCodeAction, toDiagnostic, toWorkspaceEdit } from './convert';
import { MOST_ASKED_MS, type ReadyPlans } from './ready-plans';

/** What a client asks for; `context.triggerKind` says whether a person waits for it. */
export type Asked = Pick<CodeActionParams, 'range' | 'context'>;

/** Fixes of what is wrong in a range, then rewrites: of those kinds only that are asked for. */
export async function codeActions(
  analysed: Analysed,
  { range, context }: Asked,
  plans: ReadyPlans,
  client: Pick<ClientFacts, 'codePage' | 'disabledActions'>,
  checkpoint: Checkpoint,
): Promise<CodeAction[]> {
  const { analysis, diagnostics } = analysed;
  const file = analysis.files[0];
  if (file === undefined) return [];
  const lines = linesOf(file);
  const { from, to } = offsets(range);
  const isAutomatic = context.triggerKind === CodeActionTriggerKind.Automatic;
  const fixes = async () => {
    const here = diagnostics.filter((d) => d.start <= to && d.end >= from);
    const { tried, isCutShort } = here.some(isTried)
      ? await plansFor()
      : { tried: undefined, isCutShort: false };
    const offered = here.flatMap((d) => {
      const shown = toDiagnostic(analysis, lines, d, client.codePage);
      const own = isTried(d) ? (tried?.get(d) ?? []) : d.fixes;
      return own.map((fix, i) => toCodeAction(analysis, shown, fix, i === 0));
    });
    return isCutShort && client.disabledActions ? [...offered, searchEnded] : offered;
  };
  const rewrites = async () => {
    const thresholds = asksForThresholds(analysis, from, to) && (await areThresholdsReady());
    const others = asksForAlternatives(analysis, from, to) ? await alternatives() : [];
    return [...refactorings(analysis, from, to, thresholds), ...others].map((r) => ({
      title: r.title,
      kind: CodeActionKind.RefactorRewrite,
      edit: toWorkspaceEdit(analysis, r.edits),
    }));
  };
  return [
    ...(isWanted(CodeActionKind.QuickFix, context.only) ? await fixes() : []),
    ...(isWanted(CodeActionKind.RefactorRewrite, context.only) ? await rewrites() : []),
  ];

  /** Who only moves the cursor gets what is ready; who asks waits, and is told where time was up. */
  async function plansFor(): Promise<{ readonly tried: Plans | undefined; readonly isCutShort: boolean }> {
    if (isAutomatic) return { tried: plans.ready(analysed), isCutShort: false };
    const { plans: tried, isCutShort } = await plans.wait(analysed);
    return { tried, isCutShort };
  }

  function alternatives(): Promise<readonly Alternative[]> | readonly Alternative[] {
    return isAutomatic ? plans.readyAlternatives(analysed) : plans.alternatives(analysed);
  }

  /** The search takes long where there are many exits: others come in while it runs. */
  async function areThresholdsReady(): Promise<boolean> {
    if (isAutomatic) return plans.areThresholdsReady(analysed);
    await thresholdTuningBetween(analysis, checkpoint);
    return true;
  }

  function offsets({ start, end }: Range): { from: number; to: number } {
    return { from: lines.offsetAt(start), to: lines.offsetAt(end) };
  }
}

/** Nothing that can be done: it says that there may be more. */
const searchEnded: CodeAction = {
  title: 'More ways out may exist',
  kind: CodeActionKind.QuickFix,
  disabled: {
    reason: `Trying ways out stopped after ${MOST_ASKED_MS / 1000} s, before all were tried.`,
  },
};

/**
 * Kinds form a tree: who asks for `refactor` gets `refactor.rewrite` too, and no `quickfix`; an empty name is its root.
 * Who names no kind at all asks for every one.
 */
function isWanted(kind: string, only: readonly string[] = []): boolean {
  return only.length === 0 || only.some((o) => o === '' || kind === o || kind.startsWith(`${o}.`));
}
