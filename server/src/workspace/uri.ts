/** URIs in one normal form, so that one file has one name whoever writes it: the editor, an import, or the disk. */

/**
 * The form that VS Code writes: all but unreserved characters encoded (`(` as `%28`), the drive letter and the host in
 * lower case, `.` and `..` taken out. Two URIs of one file are equal in it. What is no URI is left as it is.
 */
export function normalUri(uri: string): string {
  const parts = partsOf(uri);
  if (parts === undefined) return uri;
  const { scheme, authority, path, rest } = parts;
  return join(scheme, authority, segmentsOf(path), path.startsWith('/')) + rest;
}

export type PathFault =
  /** The document is not saved yet: it has no folder. */
  | { readonly kind: 'unsaved' }
  /** `//host/share`, `\\host\share`, `file://host/…`: it would lead away from the computer that the document is on. */
  | { readonly kind: 'elsewhere'; readonly host: string };

/** Where a path leads that is written in a document, in normal form. It never leads to another host. */
export function uriOfPath(fromUri: string, path: string): string | PathFault {
  const base = partsOf(fromUri);
  if (base === undefined || base.scheme === 'untitled') return { kind: 'unsaved' };
  const slashed = path.replaceAll('\\', '/');
  const [, host] = /^(?:[a-z][a-z0-9+.-]+:)?\/\/([^/]*)/i.exec(slashed) ?? [];
  if (host !== undefined) return { kind: 'elsewhere', host };
  const folder = segmentsOf(base.path.slice(0, base.path.lastIndexOf('/') + 1));
  const [first = ''] = folder;
  const drive = isDrive(first) ? [first] : [];
  const start =
    drive.length > 0 && /^[a-z]:\//i.test(slashed) ? [] : slashed.startsWith('/') ? drive : folder;
  return join(base.scheme, base.authority, withoutDots([...start, ...slashed.split('/')]), true);
}

/** Whether a URI is a folder's, or of something below it; both in normal form. */
export function isWithin(folder: string, uri: string): boolean {
  return uri === folder || uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** The folder that a document lies in, without a slash at its end. */
export function folderOf(uri: string): string {
  return normalUri(uri).replace(/\/[^/]*$/, '');
}

interface Parts {
  readonly scheme: string;
  readonly authority: string;
  /** Decoded. */
  readonly path: string;
  /** Query and fragment, as they are. */
  readonly rest: string;
}

function partsOf(uri: string): Parts | undefined {
  const found = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)(.*)$/is.exec(uri);
  if (!found) return undefined;
  const [, scheme = '', authority = '', path = '', rest = ''] = found;
  return {
    scheme: scheme.toLowerCase(),
    authority: decoded(authority).toLowerCase(),
    path: decoded(path),
    rest,
  };
}

function segmentsOf(path: string): string[] {
  const segments = withoutDots(path.split('/'));
  const [first = '', ...more] = segments;
  return isDrive(first) ? [first.toLowerCase(), ...more] : segments;
}

/** A path cannot lead above its root. */
function withoutDots(segments: readonly string[]): string[] {
  const kept: string[] = [];
  for (const segment of segments) {
    if (segment === '..') {
      if (kept.length > 0 && !(kept.length === 1 && isDrive(kept[0] ?? ''))) kept.pop();
    } else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  const [first = ''] = kept;
  if (isDrive(first)) kept[0] = first.toLowerCase();
  return kept;
}

function isDrive(segment: string): boolean {
  return /^[a-z]:$/i.test(segment);
}

function join(scheme: string, authority: string, segments: readonly string[], isAbsolute: boolean): string {
  const path = `${isAbsolute ? '/' : ''}${segments.map(encoded).join('/')}`;
  // A local file has no host, and yet the slashes before it.
  return authority !== '' || scheme === 'file'
    ? `${scheme}://${encoded(authority).replace(/%3A(\d+)$/, ':$1')}${path}`
    : `${scheme}:${path}`;
}

function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** What is encoded wrongly stands for itself. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (codes) => {
    try {
      return decodeURIComponent(codes);
    } catch {
      return codes;
    }
  });
}
