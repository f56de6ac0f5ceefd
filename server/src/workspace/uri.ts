/** Normalises URIs, so that a file has one name whether it comes from the editor, an import or the disk. */

/**
 * The form that VS Code writes: all but unreserved characters encoded (`(` as `%28`), the drive letter and the host in
 * lower case, `.` and `..` resolved. Two URIs of one file are equal in it. Text that is not a URI is unchanged.
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
  /** `//host/share`, `\\host\share`, `file://host/…`: it is on another computer than the document. */
  | { readonly kind: 'elsewhere'; readonly host: string };

/** Target of a path written in a document, in normal form. It is never on another host. */
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

/** Whether a URI is the folder itself or something below it; both in normal form. */
export function isWithin(folder: string, uri: string): boolean {
  return uri === folder || uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** The folder of a document, without a trailing slash. */
export function folderOf(uri: string): string {
  return normalUri(uri).replace(/\/[^/]*$/, '');
}

interface Parts {
  readonly scheme: string;
  readonly authority: string;
  /** Decoded. */
  readonly path: string;
  /** Query and fragment, unchanged. */
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

/** Resolves `.` and `..`; a path cannot go above its root. */
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
  // A local file has no host, but still `//` before the path.
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

/** Text that is not valid percent-encoding is unchanged. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (codes) => {
    try {
      return decodeURIComponent(codes);
    } catch {
      return codes;
    }
  });
}
