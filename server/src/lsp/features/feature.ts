/** What each request that the server answers is made of: what it announces to the client, and its handler. */
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
  /** Answers every request about an open document; one that is not open is answered with nothing. */
  register(server: FeatureServer): void;
}

/** What the server gives its features. */
export interface FeatureHost {
  readonly connection: Connection;
  readonly documents: Documents;
  readonly analyses: Analyses;
  /** Known once the client has introduced itself, before its first request. */
  readonly client: () => ClientFacts;
  readonly settings: ClientSettings;
  readonly plans: ReadyPlans;
  /** That designs may lie in beside a document. */
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
   * @param failed the answer where the analysis has failed, or the feature itself
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
    const own = failure(uri, `The feature "${feature}" failed`, 'the log says more');
    return guarded(log, feature, token, failed(own), async () => {
      const outcome = await analyses.of(uri);
      if (outcome === undefined || token.isCancellationRequested) return fallback;
      return isAnalysed(outcome) ? run(outcome) : failed(outcome.failure);
    });
  }

  /** The same at a position. */
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

/** The file that the analysis is of. */
export function root({ analysis }: Analysed): { readonly text: string } {
  return analysis.files[0] ?? { text: '' };
}

/** Lets other requests in between the steps of a search, and ends it once its answer is no longer wanted. */
export function whileWanted(token: CancellationToken): Checkpoint {
  return yieldingCheckpoint(() => token.isCancellationRequested);
}
