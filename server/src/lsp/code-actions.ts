/** Collects quick fixes and rewrites for a range. */
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

/** The request's parameters; `context.triggerKind` says whether the user asked for actions. */
export type Asked = Pick<CodeActionParams, 'range' | 'context'>;

/** Fixes for the problems in a range, then rewrites, limited to the requested kinds. */
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

  /** An automatic request gets only what is ready; an explicit one waits, and learns whether time ran out. */
  async function plansFor(): Promise<{ readonly tried: Plans | undefined; readonly isCutShort: boolean }> {
    if (isAutomatic) return { tried: plans.ready(analysed), isCutShort: false };
    const { plans: tried, isCutShort } = await plans.wait(analysed);
    return { tried, isCutShort };
  }

  function alternatives(): Promise<readonly Alternative[]> | readonly Alternative[] {
    return isAutomatic ? plans.readyAlternatives(analysed) : plans.alternatives(analysed);
  }

  /** With many exits the search takes long, so it runs between other requests. */
  async function areThresholdsReady(): Promise<boolean> {
    if (isAutomatic) return plans.areThresholdsReady(analysed);
    await thresholdTuningBetween(analysis, checkpoint);
    return true;
  }

  function offsets({ start, end }: Range): { from: number; to: number } {
    return { from: lines.offsetAt(start), to: lines.offsetAt(end) };
  }
}

/** A disabled action that says that the list may be incomplete. */
const searchEnded: CodeAction = {
  title: 'More fixes may exist',
  kind: CodeActionKind.QuickFix,
  disabled: {
    reason: `The search for fixes stopped after ${MOST_ASKED_MS / 1000} s, before all were tried.`,
  },
};

/**
 * Kinds form a tree: a request for `refactor` includes `refactor.rewrite` but no `quickfix`; the empty name is the root.
 * A request without kinds asks for all.
 */
function isWanted(kind: string, only: readonly string[] = []): boolean {
  return only.length === 0 || only.some((o) => o === '' || kind === o || kind.startsWith(`${o}.`));
}
