import { describe, expect, it } from 'vitest';
import {
  attributes,
  attributeSpec,
  expectedAt,
  kindSpecs,
  layerKinds,
  type LayerSpec,
} from '../../grammar/src/index';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { load } from '../support/fixture';

/** Values used instead of the example's where that is the default or not legal here. */
const values: Readonly<Record<string, string>> = {
  stride: 'stride 3',
  pad: 'pad 1',
  filters: 'filters 8',
  parallel: 'parallel pe 2',
  activations: 'activations int12',
  'weights-in': 'weights-in ddr',
  rank: 'rank 2',
  params: 'params 7',
  macs: 'macs 7',
};

const written = (word: string, kind: LayerSpec): string =>
  values[word] ?? attributeSpec(word, kind.word)?.example ?? '';

/** A design whose last layer is of the kind, with `more` after the required attributes. */
function designOf(kind: LayerSpec, more: string, without?: string): string {
  const { word, inputs, example, required } = kind;
  const own = required.filter((w) => w !== without).map((w) => written(w, kind));
  const name = example.split(' ').length > 1 ? ' x' : '';
  const from = inputs === 'several' ? ['from a, b'] : [];
  const layer = [`${word}${name}`, ...(word === 'input' ? ['4x8x8'] : []), ...own, ...from, more].join(' ');
  const before = [
    'input i 4x8x8',
    'conv a kernel 1x1 filters 4',
    'conv b kernel 1x1 filters 4 from i',
    // A layer that computes nothing, so that the next one fuses into none.
    'upsample u scale 1',
  ];
  const last = word === 'input' ? [layer, 'conv c kernel 1x1 filters 4'] : [...before, layer];
  return `device { board pynq-z2 memory 1 MB/s }\nnetwork n {\n${last.join('\n')}\n}\n`;
}

async function codesOf(text: string): Promise<string[]> {
  const { analysis } = await load(text);
  return diagnose(analysis).map((d) => d.code);
}

/** Everything the user sees of a design, except source positions and messages about settings without effect. */
async function shown(text: string): Promise<string> {
  const { analysis } = await load(text);
  const diagnostics = diagnose(analysis);
  const messages = diagnostics.map((d) => d.message).filter((m) => !m.includes('no effect'));
  const report = buildReport(analysis, [], { without: ['thresholds', 'comparison'] });
  const notes = analysis.lists.flatMap((l) => l.layers.map(({ cost }) => cost?.notes));
  return JSON.stringify([report, notes, messages]);
}

describe.each(layerKinds.map((kind) => [kind.word, kind] as const))('a layer of kind %s', (word, kind) => {
  it('completes exactly the attributes that it accepts', async () => {
    const taken: string[] = [];
    for (const { word: attribute } of attributes) {
      const without = kind.synonyms.get(attribute);
      const text = designOf(
        kind,
        kind.required.some((r) => r === attribute) ? '' : written(attribute, kind),
        without,
      );
      if (!(await codesOf(text)).includes('EX2010')) taken.push(attribute);
    }
    const bare = `network n { ${word} x 1x1x1 `;
    const { words } = expectedAt(bare, bare.length);
    const names = attributes.map((a) => a.word);
    expect(words.filter((w) => names.includes(w))).toEqual(taken);
    expect(kindSpecs[word].attributes).toEqual(taken);
  });

  it.each(kind.attributes.filter((a) => !kind.required.some((r) => r === a) && !kind.synonyms.has(a)))(
    '%s has an effect',
    async (attribute) => {
      expect(await shown(designOf(kind, written(attribute, kind)))).not.toBe(await shown(designOf(kind, '')));
    },
  );

  it.each([...kind.required])('requires %s', async (attribute) => {
    expect(await codesOf(designOf(kind, '', attribute))).toContain('EX3005');
    expect(await codesOf(designOf(kind, ''))).not.toContain('EX3005');
  });

  it.each([...kind.synonyms])('%s is a synonym of %s', async (synonym, attribute) => {
    const [own = '', other = ''] = [attribute, synonym].map((w) => written(w, kind));
    const value = own.slice(attribute.length);
    expect(await shown(designOf(kind, synonym + value, attribute))).toBe(await shown(designOf(kind, '')));
    expect(await codesOf(designOf(kind, other))).toContain('EX2011');
    const text = `network n { ${word} x ${own} `;
    expect(expectedAt(text, text.length).words).not.toContain(synonym);
  });

  it('its example is valid, and invalid without any of its words', async () => {
    const convolutions = ['conv1', 'conv2'].map((name) => `conv ${name} kernel 1x1 filters 4`);
    const trunk = word === 'conv' ? ['input i 1x8x8'] : ['input i 1x8x8', ...convolutions];
    const lines = [...(kind.inputs === 'none' ? [] : trunk), kind.example];
    const text = `device { board pynq-z2 }\nnetwork n {\n${lines.join('\n')}\n}\n`;
    const { analysis } = await load(text);
    const errors = diagnose(analysis).filter((d) => d.severity === 'error');
    expect(errors.map((d) => d.message)).toEqual([]);
    for (const attribute of kind.required) expect(kind.example).toContain(` ${attribute} `);
  });
});
