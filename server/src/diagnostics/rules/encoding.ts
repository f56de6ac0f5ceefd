import type { Rule } from '../rule';

/** The design's own file, where it was read from disk and is not UTF-8; an editor decodes what it opens itself. */
export const encoding: Rule = {
  code: 'EX1005',
  severity: 'error',
  *check({ files, uri }) {
    const fault = files[0]?.encoding;
    if (fault === undefined) return;
    const { offset, message } = fault;
    yield {
      at: { uri, start: offset, end: offset + 1 },
      message: `Wrong encoding: ${message}.`,
    };
  },
};
