/** How weights and activations are represented: `int2` … `int16`, `binary`, `ternary`, `fp16`, `fp32`. */
export interface NumberType {
  readonly name: string;
  readonly bits: number;
  readonly family: 'int' | 'binary' | 'ternary' | 'float';
}

const table = new Map<string, NumberType>([
  ['binary', { name: 'binary', bits: 1, family: 'binary' }],
  ['ternary', { name: 'ternary', bits: 2, family: 'ternary' }],
  ['fp16', { name: 'fp16', bits: 16, family: 'float' }],
  ['fp32', { name: 'fp32', bits: 32, family: 'float' }],
]);
for (let bits = 2; bits <= 16; bits++) table.set(`int${bits}`, { name: `int${bits}`, bits, family: 'int' });

export const defaultNumberType: NumberType = { name: 'int8', bits: 8, family: 'int' };

export function numberType(name: string): NumberType | undefined {
  return table.get(name);
}
