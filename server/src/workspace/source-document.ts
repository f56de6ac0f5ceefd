import type { FileTree } from '../../../grammar/src/index';
import type { EncodingFault } from '../base/decode-text';

export interface SourceDocument {
  /** In normal form. */
  readonly uri: string;
  /** The URI as the editor writes it, where it is open there. */
  readonly address: string;
  readonly version: number;
  readonly text: string;
  readonly tree: FileTree;
  /** Present where the file is not the UTF-8 that it should be; the text is then as near as it can be read. */
  readonly encoding?: EncodingFault;
}
