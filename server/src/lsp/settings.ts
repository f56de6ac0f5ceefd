import { type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';
import { type Settings, readSettings, settingsSection } from '../base/protocol/settings';
import type { ClientFacts } from './client-facts';
import { unawaited, unlessGone } from './guard';

/** The user's settings of each document: asked for where the client can be asked, else as it last sent them. */
export class ClientSettings {
  /** By document. */
  private readonly asked = new Map<string, Promise<Settings>>();
  private sent: Settings | undefined;

  /** @param onChange what is shown may be out of date */
  constructor(
    private readonly connection: Connection,
    private readonly client: () => ClientFacts,
    onChange: () => void,
  ) {
    connection.onDidChangeConfiguration(({ settings }: { readonly settings?: unknown }) => {
      const ours = (settings as Record<string, unknown> | null | undefined)?.[settingsSection];
      // A client that is asked sends none, or those of no document in particular.
      if (ours !== undefined && !client().tellsSettings) this.sent = readSettings(ours);
      this.asked.clear();
      onChange();
    });
  }

  register(): void {
    const { tellsSettings, registersSettings } = this.client();
    if (tellsSettings && registersSettings)
      unawaited(
        this.connection,
        'to tell of its settings',
        this.connection.client.register(DidChangeConfigurationNotification.type, {
          section: settingsSection,
        }),
      );
  }

  of(uri: string): Promise<Settings> {
    const { tellsSettings, settings } = this.client();
    if (!tellsSettings) return Promise.resolve(this.sent ?? settings);
    let asked = this.asked.get(uri);
    if (asked === undefined) this.asked.set(uri, (asked = this.ask(uri)));
    return asked;
  }

  forget(uri: string): void {
    this.asked.delete(uri);
  }

  /** A client that says that it can be asked and does not answer leaves the settings as they are. */
  private async ask(uri: string): Promise<Settings> {
    try {
      const told: unknown = await this.connection.workspace.getConfiguration({
        scopeUri: uri,
        section: settingsSection,
      });
      return told === null || told === undefined ? this.client().settings : readSettings(told);
    } catch (error) {
      unlessGone(() => this.connection.console.warn(`The client told no settings: ${String(error)}`));
      return this.client().settings;
    }
  }
}
