import {
  differenceText,
  modelledText,
  publishedJson,
  publishedText,
} from '../../analysis/presentation/published-text';
import { hasDesign } from '../../analysis/figures/published';
import { formatShare } from '../../base/format';
import type { PublishedResult } from '../../analysis/figures/paper-figures';
import { type Explanation, type Rule, problemRule } from '../rule';
import { enumerate, list } from '../sentence';

const differs: Explanation = {
  title: 'Figure differs from the published one',
  means:
    "The design's figure is further from the published one than the line allows, and its band does not reach it either.",
  example: `device { board pynq-z2 }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16
  flatten
  dense f1 units 10
}
paper {
  title "A paper"
  kind reproduces
  macs of c1 = 100000 within 5%
}`,
  way: 'Find what the design does otherwise than the paper. Where that is known and meant, leave `within` out and say so with `because`.',
};

export const publishedDiffers: Rule = {
  code: 'EX6016',
  severity: 'warning',
  explanation: differs,
  *check({ papers }) {
    for (const result of papers.flatMap((paper) => paper.figures)) {
      if (result.verdict === 'differs') yield { at: result.published.origin, message: sentenceOf(result) };
    }
  },
};

const beside: Explanation = {
  title: 'Published figure',
  means:
    'A figure of a paper and that of the design, side by side. See [The language](../language.md#papers).',
  example: `device { board pynq-z2 }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16
  flatten
  dense f1 units 10
}
paper {
  title "A paper"
  kind reproduces
  macs of c1 = 230400 within 5%
}`,
  way: 'Nothing needs to be done. `within` makes a difference a warning.',
};

export const publishedBeside: Rule = {
  code: 'EX6017',
  severity: 'information',
  explanation: beside,
  *check({ papers, design }) {
    // A file with nothing but papers stands for no design.
    if (!hasDesign(design)) return;
    for (const result of papers.flatMap((paper) => paper.figures)) {
      if (result.verdict !== 'differs') yield { at: result.published.origin, message: sentenceOf(result) };
    }
  },
};

/** `performance of c5` is published as 120 GMAC/s and modelled as 120 GMAC/s (0 %), within 1 %. */
function sentenceOf(result: PublishedResult): string {
  const json = publishedJson(result);
  const published = `\`${json.figure}\` is published as ${publishedText(json, json.published)}`;
  const because = json.because === undefined ? '' : ` Given reason: ${json.because.replace(/\.$/, '')}.`;
  if (json.modelled === null)
    return `${published}; that of the design is not known: ${json.why ?? ''}.${because}`;
  const difference = json.difference === null ? '' : ` (${differenceText(json.difference)})`;
  const limit = formatShare(json.within ?? 0);
  const said = {
    'as published': `, within ${limit}`,
    'within its band': `, and within its band`,
    differs: `, further off than ${limit}`,
    'not known': `: whether that is within ${limit} is not known, ${json.why ?? ''}`,
    'not judged': '',
  }[json.verdict];
  return `${published} and modelled as ${modelledText(json)}${difference}${said}.${because}`;
}

const subject: Explanation = {
  title: 'Figure of something else',
  means: 'A published figure names what has no such figure, or does not say which one it is of.',
  example: `network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16
  flatten
  dense f1 units 10
}
paper {
  title "A paper"
  kind reproduces
  bitstream of c1 = 2000 KB
}`,
  way: 'Write `of` and what the figure is of, or leave it out for the whole design.',
};

export const figureSubject = problemRule('EX2032', 'error', 'figure-subject', subject, (p) => {
  const kinds = enumerate(
    p.allowed.map((kind) => `${kind === 'exit' ? 'an' : 'a'} ${kind}`),
    'or',
  );
  if (p.name === undefined)
    return { message: `\`${p.figure}\` is the figure of ${kinds}: write \`${p.figure} of NAME = …\`.` };
  const way = p.allowed.length > 0 ? `it can be of ${kinds}` : 'it is of the whole design';
  return {
    message: `\`${p.name}\` is a ${p.is ?? 'thing'} and has no \`${p.figure}\` that could be compared: ${way}.`,
  };
});

const incomplete: Explanation = {
  title: 'Paper without title or kind',
  means: 'A reader cannot tell which publication is meant, or how much of it the design claims to show.',
  example: `network n {
  input image 1x28x28
  flatten
  dense f1 units 10
}
paper { year 2016 macs = 7840 }`,
  way: 'Add `title "…"` and `kind reproduces`, `kind shape-of` or `kind idea-of`.',
};

export const paperIncomplete = problemRule('EX2033', 'warning', 'paper-incomplete', incomplete, (p) => ({
  message: `This paper has no ${list(p.missing)}: a reader cannot tell ${p.missing.includes('title') ? 'which it is' : 'how much of it the design shows'}.`,
}));
