/** A design file with its text and syntax tree. */
import type { FileTree } from '../../../grammar/src/index';
import type { EncodingFault } from '../base/decode-text';

export interface SourceDocument {
  /** In normal form. */
  readonly uri: string;
  /** The URI as the editor writes it, if the file is open there. */
  readonly address: string;
  readonly version: number;
  readonly text: string;
  readonly tree: FileTree;
  /** Present if the file is not UTF-8; `text` is then the best reading of it. */
  readonly encoding?: EncodingFault;
}
