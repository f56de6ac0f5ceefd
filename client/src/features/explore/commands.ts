/** Searches over a design: in a process of their own, so that typing never waits for them. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { hashOf } from '../../../../server/src/base/hash';
import type { SearchJson } from '../../../../server/src/base/protocol/exploration';
import {
  type ViewEditedParams,
  viewEditedRequest,
  type ViewResult,
} from '../../../../server/src/base/protocol/messages';
import type { ShownExploration, ViewSnapshot } from '../../../../server/src/base/protocol/view';
import { type CommandLine, needed } from '../../infrastructure/command-line';
import { registerCommand } from '../../infrastructure/commands';
import { type DesignOf, savedDesign } from '../../infrastructure/designs';
import { runWithProgress } from '../../infrastructure/progress';
import { questions } from './questions';

/** Where a search's answer is shown. */
interface Shows {
  explore(found: {
    readonly design: vscode.Uri;
    readonly shown: ShownExploration;
    readonly preview: (candidate: string) => Promise<ViewSnapshot>;
    readonly apply: (candidate: string) => Promise<void>;
  }): void;
}

/** Accepts the design, the question and more options as arguments, so that code actions and key bindings need no dialogs. */
export function registerExplore(
  client: BaseLanguageClient,
  commandLine: CommandLine | undefined,
  designOf: DesignOf,
  view: Shows,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return registerCommand(log, 'exeunt.explore', async (...given) => {
    const line = needed(commandLine);
    const uri = typeof given[0] === 'string' ? vscode.Uri.parse(given[0]) : designOf(given[0]);
    const design = await savedDesign(uri);
    const question = typeof given[1] === 'string' ? questions[given[1]] : await askQuestion();
    if (question === undefined) return undefined;
    const { command, options, label } = question;
    const more = Array.isArray(given[2]) ? given[2].map(String) : [];
    const progress = takesProgress.has(command) ? ['--progress'] : [];
    const args = ['explore', command, design.fsPath, '--json', ...progress, ...options, ...more];
    const output = await runWithProgress(line, design, args, { title: label, phases: 1 }, log);
    if (output === undefined) return undefined;
    const search = JSON.parse(output) as SearchJson;
    const { shown, candidates, complete } = search;
    const able = Object.keys(candidates).filter((id) => candidates[id]?.edits);
    view.explore({
      design,
      shown: { ...shown, title: complete ? label : `${label}: Cancelled, the Best so Far`, candidates: able },
      preview: (id) => previewOf(client, design, search, id),
      apply: (id) => applyCandidate(design, search, id),
    });
    return search;
  });
}

const takesProgress: ReadonlySet<string> = new Set(['exits', 'stages', 'folding', 'parts', 'map']);

async function askQuestion() {
  const items = Object.values(questions).map((question) => ({ ...question, question }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Explore',
    placeHolder: 'What to search for',
    matchOnDetail: true,
  });
  return chosen?.question;
}

async function previewOf(
  client: BaseLanguageClient,
  design: vscode.Uri,
  { designHash, candidates }: SearchJson,
  id: string,
): Promise<ViewSnapshot> {
  const edits = candidates[id]?.edits ?? [];
  const params: ViewEditedParams = {
    uri: client.code2ProtocolConverter.asUri(design),
    ...{ designHash, edits },
  };
  const found = await client.sendRequest<ViewResult>(viewEditedRequest, params);
  if (!found || 'failed' in found) throw new Error(found?.failed ?? 'The design is not open in an editor.');
  return found;
}

/** One undo step. @throws Error if the text is not the one that was searched */
async function applyCandidate(
  design: vscode.Uri,
  { designHash, candidates }: SearchJson,
  id: string,
): Promise<void> {
  const edits = candidates[id]?.edits ?? [];
  const document = await vscode.workspace.openTextDocument(design);
  if (hashOf(document.getText()) !== designHash)
    throw new Error('Nothing is applied: the design has changed since the search. Search again.');
  if (edits.some((e) => e.file !== undefined))
    throw new Error(
      'Nothing is applied: part of this candidate is in an imported file. Move it into the design.',
    );
  if (edits.length === 0) {
    void vscode.window.showInformationMessage('This candidate is the design as it is written.');
    return;
  }
  const made = new vscode.WorkspaceEdit();
  for (const { start, end, text } of edits)
    made.replace(design, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
  if (!(await vscode.workspace.applyEdit(made))) throw new Error('The candidate could not be applied.');
}
