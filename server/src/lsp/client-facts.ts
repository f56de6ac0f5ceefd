/** Reads the client's capabilities into what the server needs to know. */
import type { InitializeParams } from 'vscode-languageserver';
import { type Settings, readSettings } from '../base/protocol/settings';

/** The client's capabilities that the server uses. */
export interface ClientFacts {
  readonly pullDiagnostics: boolean;
  readonly refreshDiagnostics: boolean;
  readonly refreshLenses: boolean;
  readonly refreshHints: boolean;
  /** Shows actions that cannot be done, with the reason. */
  readonly disabledActions: boolean;
  /** Colours text by a grammar of its own, over which semantic tokens are laid. */
  readonly augmentsColours: boolean;
  readonly watchFiles: boolean;
  /** Supports `workspace/workspaceFolders`. */
  readonly hasFolders: boolean;
  /** Supports `workspace/configuration`, per document. */
  readonly hasSettings: boolean;
  /** Sends `workspace/didChangeConfiguration` after registration. */
  readonly registersSettings: boolean;
  /** Commands that it can run; a lens or action with any other would show an error. */
  readonly commands: ReadonlySet<string>;
  /** Address of a diagnostic code's page, `{code}` standing for the code; without one, codes carry no link. */
  readonly codePage: string | undefined;
  /** Settings until it sends others. */
  readonly settings: Settings;
}

export function clientFacts({
  capabilities,
  initializationOptions,
}: Pick<InitializeParams, 'capabilities' | 'initializationOptions'>): ClientFacts {
  const { textDocument, workspace } = capabilities;
  const { commands, settings, codePage } = (initializationOptions ?? {}) as {
    commands?: unknown;
    settings?: unknown;
    codePage?: unknown;
  };
  return {
    pullDiagnostics: textDocument?.diagnostic !== undefined,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshLenses: workspace?.codeLens?.refreshSupport === true,
    refreshHints: workspace?.inlayHint?.refreshSupport === true,
    disabledActions: textDocument?.codeAction?.disabledSupport === true,
    augmentsColours: textDocument?.semanticTokens?.augmentsSyntaxTokens === true,
    watchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    hasFolders: workspace?.workspaceFolders === true,
    hasSettings: workspace?.configuration === true,
    registersSettings: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    commands: new Set(Array.isArray(commands) ? commands.filter((c) => typeof c === 'string') : []),
    codePage: typeof codePage === 'string' && codePage.includes('{code}') ? codePage : undefined,
    settings: readSettings(settings),
  };
}
