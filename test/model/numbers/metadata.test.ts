import { expect, it } from 'vitest';
import { metadataKeys, normalisationIn } from '../../../server/src/model/numbers/metadata';

const told = (text: string) => normalisationIn(new Map([[metadataKeys.normalisation, text]]));

it('the model states how its data was prepared; bytes are divided by 255 where it says nothing', () => {
  expect(normalisationIn(new Map())).toEqual({ scale: 255 });
  expect(told('{ "mean": [0.5], "std": 0.25 }')).toEqual({ scale: 255, mean: [0.5], std: [0.25] });
});

it.each([
  ['{ "scale": {} }', '`scale` is no number and no list of numbers'],
  ['{ "mean": ["0"] }', '`mean` is no number and no list of numbers'],
  ['nonsense', 'this is no JSON'],
  ['3', 'an object is asked for'],
])('%s is refused, not believed', (text, reason) => {
  expect(() => told(text)).toThrow(
    `its metadata \`exeunt.normalisation\`: ${reason}; quantise the model again`,
  );
});
