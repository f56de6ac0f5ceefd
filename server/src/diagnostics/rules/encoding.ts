import type { Explanation, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Wrong encoding',
  means:
    'The file was read from disk and is not UTF-8. What it says is read as well as that goes, but names with other than ASCII characters may be wrong.',
  way: 'Save the file as UTF-8. In VS Code: _Save with Encoding_ in the status bar.',
};

/** A design file read from disk that is not UTF-8; editors decode open files themselves. */
export const encoding: Rule = {
  code: 'EX1005',
  severity: 'error',
  explanation,
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
