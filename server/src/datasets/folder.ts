/** Where a data set lies, given from outside: the engine itself reads no disk. */
export interface DataFolder {
  /** For people. */
  readonly path: string;
  /** Names in it, in any order. */
  entries(): Promise<readonly { readonly name: string; readonly isFolder: boolean }[]>;
  /**
   * Undefined where there is no such file.
   *
   * @param first so many bytes from its start are enough
   * @throws DataFault where it is there and cannot be read
   */
  read(name: string, first?: number): Promise<Uint8Array | undefined>;
  folder(name: string): DataFolder;
}
