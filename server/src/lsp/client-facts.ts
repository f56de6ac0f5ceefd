import type { InitializeParams } from 'vscode-languageserver';
import { type Settings, readSettings } from '../base/protocol/settings';

/** What the client can do, as far as the server asks. */
export interface ClientFacts {
  readonly pullDiagnostics: boolean;
  readonly refreshDiagnostics: boolean;
  readonly refreshLenses: boolean;
  readonly refreshHints: boolean;
  /** Shows actions that cannot be done, with the reason. */
  readonly disabledActions: boolean;
  readonly watchFiles: boolean;
  /** Can be asked for the folders that it has open. */
  readonly tellsFolders: boolean;
  /** Can be asked for its user's settings, a document at a time. */
  readonly tellsSettings: boolean;
  /** Tells of changed settings once that is registered. */
  readonly registersSettings: boolean;
  /** Names of the commands that it runs; a lens or an action with any other would be an error to its user. */
  readonly commands: ReadonlySet<string>;
  /** Address of a diagnostic code's page, `{code}` standing for the code; without one, codes carry no link. */
  readonly codePage: string | undefined;
  /** Until it tells others. */
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
    watchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    tellsFolders: workspace?.workspaceFolders === true,
    tellsSettings: workspace?.configuration === true,
    registersSettings: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    commands: new Set(Array.isArray(commands) ? commands.filter((c) => typeof c === 'string') : []),
    codePage: typeof codePage === 'string' && codePage.includes('{code}') ? codePage : undefined,
    settings: readSettings(settings),
  };
}
