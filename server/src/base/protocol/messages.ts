/** Names and payloads of the messages that Exeunt adds to the Language Server Protocol. */
import type { EditJson } from './exploration';
import type { RangeJson } from './report';
import type { ViewSnapshot } from './view';

/** Request: view data of an open document, or why there is none; null if the server does not know the document. */
export const viewRequest = 'exeunt/view';
export interface ViewParams {
  uri: string;
}
/** Request: the same of the document with edits that are not made; `failed` where it has changed since they were found. */
export const viewEditedRequest = 'exeunt/viewEdited';
export interface ViewEditedParams {
  uri: string;
  /** Of the text that was searched, by `base/hash`. */
  designHash: string;
  edits: readonly EditJson[];
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
  /** The verdict in one sentence, or what is missing. */
  detail: string;
  /** Networks without a readable model: their kernels have no weights. */
  withoutModel: readonly string[];
}

/** Request: text of a file made from the design, for the client to write; `error` says why there is none. */
export const exportRequest = 'exeunt/export';
export interface ExportParams {
  uri: string;
  what: 'pblocks.xdc' | 'report.html' | 'report.json';
}
export type ExportResult = { content: string; suggestedName: string } | { error: string; range?: RangeJson };

/** Request: names of the supported boards. */
export const boardsRequest = 'exeunt/boards';
export type BoardsResult = readonly string[];

/** Request: text of a design made from an ONNX model, for the client to write. */
export const importRequest = 'exeunt/import';
export interface ImportParams {
  /** URI of the model. */
  uri: string;
  /** Where the design will be: the path to the model is written relative to it. */
  target: string;
  board: string;
  /** Values for the model's symbolic dimensions, by name. */
  sizes?: Readonly<Record<string, number>>;
}
export type ImportResult =
  | {
      content: string;
      /** Assumptions and omissions, as full sentences. */
      notes: readonly string[];
    }
  /** `open` are the symbolic dimensions of the model whose values would help. */
  | { error: string; open?: readonly string[] };
