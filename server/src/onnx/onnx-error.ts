/** A model that cannot be read or imported. The message says where, why and, where there is one, the way out. */
export class OnnxError extends Error {
  override readonly name = 'OnnxError';
}
