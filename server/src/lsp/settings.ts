/** The client's settings, per document. */
import { type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';
import { type Settings, readSettings, settingsSection } from '../base/protocol/settings';
import type { ClientFacts } from './client-facts';
import { unawaited, unlessGone } from './guard';

/** Settings of each document: pulled if the client supports that, otherwise the last ones that it pushed. */
export class ClientSettings {
  /** Keyed by document URI. */
  private readonly asked = new Map<string, Promise<Settings>>();
  private sent: Settings | undefined;

  /** @param onChange called when shown results may be out of date */
  constructor(
    private readonly connection: Connection,
    private readonly client: () => ClientFacts,
    onChange: () => void,
  ) {
    connection.onDidChangeConfiguration(({ settings }: { readonly settings?: unknown }) => {
      const ours = (settings as Record<string, unknown> | null | undefined)?.[settingsSection];
      // A client that supports pulling pushes none, or settings of no particular document.
      if (ours !== undefined && !client().hasSettings) this.sent = readSettings(ours);
      this.asked.clear();
      onChange();
    });
  }

  register(): void {
    const { hasSettings, registersSettings } = this.client();
    if (hasSettings && registersSettings)
      unawaited(
        this.connection,
        'to report changed settings',
        this.connection.client.register(DidChangeConfigurationNotification.type, {
          section: settingsSection,
        }),
      );
  }

  of(uri: string): Promise<Settings> {
    const { hasSettings, settings } = this.client();
    if (!hasSettings) return Promise.resolve(this.sent ?? settings);
    let asked = this.asked.get(uri);
    if (asked === undefined) this.asked.set(uri, (asked = this.ask(uri)));
    return asked;
  }

  forget(uri: string): void {
    this.asked.delete(uri);
  }

  /** Keeps the last settings if the client does not answer. */
  private async ask(uri: string): Promise<Settings> {
    try {
      const told: unknown = await this.connection.workspace.getConfiguration({
        scopeUri: uri,
        section: settingsSection,
      });
      return told === null || told === undefined ? this.client().settings : readSettings(told);
    } catch (error) {
      unlessGone(() => this.connection.console.warn(`The client sent no settings: ${String(error)}`));
      return this.client().settings;
    }
  }
}
