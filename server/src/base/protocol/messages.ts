/** Names and payloads of the messages that Exeunt adds to the language server protocol. */
import type { RangeJson } from './report';
import type { ViewSnapshot } from './view';

/** Request: what the view shows of an open document, or why there is nothing; null for one that the server does not know. */
export const viewRequest = 'exeunt/view';
export interface ViewParams {
  uri: string;
}
export type ViewResult = ViewSnapshot | { failed: string } | null;

/** Notification from the server after each complete analysis of a document. */
export const analysedNotification = 'exeunt/analysed';
export interface AnalysedParams {
  uri: string;
  version: number;
  status: DesignStatus;
}

export type Fit = 'fits' | 'may not fit' | 'does not fit' | 'not checked' | 'not analysed';

export interface DesignStatus {
  fit: Fit;
  errors: number;
  warnings: number;
  /** The judgement in one sentence, or what is missing. */
  detail: string;
  /** Networks without a model that can be read: kernels of theirs have no weights. */
  withoutModel: readonly string[];
}

/** Request: text of a file made from the design, to be written by the client; `error` says why there is none. */
export const exportRequest = 'exeunt/export';
export interface ExportParams {
  uri: string;
  what: 'pblocks.xdc' | 'report.html' | 'report.json';
}
export type ExportResult = { content: string; suggestedName: string } | { error: string; range?: RangeJson };

/** Request: names of the boards that a design may be for. */
export const boardsRequest = 'exeunt/boards';
export type BoardsResult = readonly string[];

/** Request: text of a design made from an ONNX model, to be written by the client. */
export const importRequest = 'exeunt/import';
export interface ImportParams {
  /** The model. */
  uri: string;
  /** Where the design will be: the path to the model is written relative to it. */
  target: string;
  board: string;
  /** Sizes that the model leaves open, by their name. */
  sizes?: Readonly<Record<string, number>>;
}
export type ImportResult =
  | {
      content: string;
      /** What was assumed and what was left out, in whole sentences. */
      notes: readonly string[];
    }
  /** `open` are sizes that the model leaves open and that would help if they were given. */
  | { error: string; open?: readonly string[] };
