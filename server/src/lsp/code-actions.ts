import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
  type Range,
} from 'vscode-languageserver';
import { thresholdTuningBetween } from '../analysis/thresholds';
import type { Checkpoint } from '../base/checkpoint';
import { refactorings } from '../ide/refactorings';
import { asksForThresholds } from '../ide/threshold-action';
import { type Plans, isTried } from '../plans/plans';
import type { Analysed } from './analyses';
import { linesOf, toCodeAction, toDiagnostic, toWorkspaceEdit } from './convert';
import type { ReadyPlans } from './ready-plans';

/** What a client asks for; `context.triggerKind` says whether a person waits for it. */
export type Asked = Pick<CodeActionParams, 'range' | 'context'>;

/** Fixes of what is wrong in a range, then rewrites: of those kinds only that are asked for. */
export async function codeActions(
  analysed: Analysed,
  { range, context }: Asked,
  plans: ReadyPlans,
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
    const tried = here.some(isTried) ? await plansFor(analysed) : undefined;
    return here.flatMap((d) => {
      const shown = toDiagnostic(analysis, lines, d);
      const offered = isTried(d) ? (tried?.get(d) ?? []) : d.fixes;
      return offered.map((fix, i) => toCodeAction(analysis, shown, fix, i === 0));
    });
  };
  const rewrites = async () => {
    const thresholds = asksForThresholds(analysis, from, to) && (await areThresholdsReady());
    return refactorings(analysis, from, to, thresholds).map((r) => ({
      title: r.title,
      kind: CodeActionKind.RefactorRewrite,
      edit: toWorkspaceEdit(analysis, r.edits),
    }));
  };
  return [
    ...(isWanted(CodeActionKind.QuickFix, context.only) ? await fixes() : []),
    ...(isWanted(CodeActionKind.RefactorRewrite, context.only) ? await rewrites() : []),
  ];

  /** Who only moves the cursor gets what is ready; who asks waits. */
  function plansFor(of: Analysed): Promise<Plans> | Plans | undefined {
    return isAutomatic ? plans.ready(of) : plans.wait(of);
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

/**
 * Kinds form a tree: who asks for `refactor` gets `refactor.rewrite` too, and no `quickfix`; an empty name is its root.
 * Who names no kind at all asks for every one.
 */
function isWanted(kind: string, only: readonly string[] = []): boolean {
  return only.length === 0 || only.some((o) => o === '' || kind === o || kind.startsWith(`${o}.`));
}
