/** A language feature: the capability announced to the client, and its request handlers. */
import type { CancellationToken, Connection, ServerCapabilities } from 'vscode-languageserver';
import type { Checkpoint } from '../../base/checkpoint';
import { type Diagnostic, failure } from '../../diagnostics/diagnose';
import type { Documents } from '../../workspace/documents';
import { type Analysed, type Analyses, isAnalysed, yieldingCheckpoint } from '../analyses';
import type { ClientFacts } from '../client-facts';
import { offsetIn } from '../convert';
import { type Log, guarded } from '../guard';
import type { ReadyPlans } from '../ready-plans';
import type { ClientSettings } from '../settings';

export interface Feature {
  readonly capabilities: ServerCapabilities;
  /** Registers the handlers; requests about documents that are not open get an empty answer. */
  register(server: FeatureServer): void;
}

/** Services that the server gives to its features. */
export interface FeatureHost {
  readonly connection: Connection;
  readonly documents: Documents;
  readonly analyses: Analyses;
  /** Known after `initialize`, before the first request. */
  readonly client: () => ClientFacts;
  readonly settings: ClientSettings;
  readonly plans: ReadyPlans;
  /** Folders that may hold other designs. */
  readonly folders: (uri: string) => Promise<readonly string[]>;
  readonly log: Log;
}

interface PositionParams {
  readonly textDocument: { readonly uri: string };
  readonly position: { readonly line: number; readonly character: number };
}

export class FeatureServer {
  constructor(readonly host: FeatureHost) {}

  /**
   * Runs a feature on the analysis of the document's newest version.
   * @param failed the answer if the analysis or the feature itself crashed
   */
  on<T>(
    feature: string,
    uri: string,
    token: CancellationToken,
    fallback: T,
    run: (analysed: Analysed) => T | Promise<T>,
    failed: (failure: Diagnostic) => T = () => fallback,
  ): Promise<T> {
    const { log, analyses } = this.host;
    const own = failure(uri, `The feature "${feature}" failed`, 'see the log');
    return guarded(log, feature, token, failed(own), async () => {
      const outcome = await analyses.of(uri);
      if (outcome === undefined || token.isCancellationRequested) return fallback;
      return isAnalysed(outcome) ? run(outcome) : failed(outcome.failure);
    });
  }

  /** Like `on`, at a position. */
  onOffset<T>(
    feature: string,
    params: PositionParams,
    token: CancellationToken,
    fallback: T,
    run: (analysed: Analysed, offset: number) => T | Promise<T>,
  ): Promise<T> {
    const { uri } = params.textDocument;
    const offset = offsetIn(this.host.documents, uri, params.position);
    if (offset === undefined) return Promise.resolve(fallback);
    return this.on(feature, uri, token, fallback, (analysed) => run(analysed, offset));
  }
}

/** The analysed document itself, not an import. */
export function root({ analysis }: Analysed): { readonly text: string } {
  return analysis.files[0] ?? { text: '' };
}

/** Yields to other requests between the steps of a search, and ends it when the request is cancelled. */
export function whileWanted(token: CancellationToken): Checkpoint {
  return yieldingCheckpoint(() => token.isCancellationRequested);
}
