/** A search for ways out that ends before all were tried says so, to who asked and can show it. */
import { type CodeAction, CodeActionTriggerKind } from 'vscode-languageserver';
import { expect, it } from 'vitest';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { codeActions } from '../../server/src/lsp/code-actions';
import type { Analysed } from '../../server/src/lsp/analyses';
import type { ReadyPlans } from '../../server/src/lsp/ready-plans';
import { planned } from '../support/plans';

const design = `device { board cora-z7-07s }
network n {
  input x 1x28x28
  conv a kernel 5x5 filters 64 parallel pe 16 simd 25
  flatten
  dense f units 10
}
`;

async function asked(triggerKind: CodeActionTriggerKind, isCutShort: boolean, disabledActions: boolean) {
  const before = await planned(design);
  const { plans } = before;
  const analysed: Analysed = before;
  const ready = {
    ready: () => plans,
    wait: () => Promise.resolve({ plans, isCutShort }),
  } as unknown as ReadyPlans;
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const context = { diagnostics: [], only: ['quickfix'], triggerKind };
  return codeActions(
    analysed,
    { range, context },
    ready,
    { disabledActions, codePage: undefined },
    neverCancelled,
  );
}

const notes = (actions: readonly CodeAction[]) => actions.flatMap((a) => a.disabled?.reason ?? []);

it('is reported by a disabled action, with the reason', async () => {
  const actions = await asked(CodeActionTriggerKind.Invoked, true, true);
  expect(actions.length).toBeGreaterThan(1);
  expect(notes(actions)).toEqual(['The search for fixes stopped after 3 s, before all were tried.']);
});

it.each([
  ['where all were tried', CodeActionTriggerKind.Invoked, false, true],
  ['where nobody asked', CodeActionTriggerKind.Automatic, true, true],
  ['to a client that cannot show it', CodeActionTriggerKind.Invoked, true, false],
] as const)('is not told %s', async (_, trigger, isCutShort, disabledActions) => {
  const actions = await asked(trigger, isCutShort, disabledActions);
  expect(actions.length).toBeGreaterThan(0);
  expect(notes(actions)).toEqual([]);
});
