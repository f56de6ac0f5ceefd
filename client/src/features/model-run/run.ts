/** Offers to fetch the runtime for `profile` and `quantise`. */
import * as vscode from 'vscode';

/** If the runtime is missing and the user agrees, fetches it and runs again. */
export async function withRuntime(
  run: (more: readonly string[]) => Thenable<string | undefined>,
): Promise<string | undefined> {
  try {
    return await run([]);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('--fetch-onnxruntime')) throw error;
    const fetch = 'Fetch';
    const answer = await vscode.window.showInformationMessage(
      'Running a model needs onnxruntime, which is not installed.',
      {
        modal: true,
        detail:
          'npm can fetch it now (onnxruntime-node, 290 MB) into your cache folder. No install scripts are run.',
      },
      fetch,
    );
    return answer === fetch ? run(['--fetch-onnxruntime']) : undefined;
  }
}
