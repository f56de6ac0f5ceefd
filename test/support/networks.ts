/** The trained networks in the notation of `layers`, and chains for scale. */
export const blenet =
  'input 1x28x28; conv 5x5 6 pad 2; relu; maxpool 2x2; conv 5x5 16; relu; maxpool 2x2; flatten; dense 120; relu; dense 84; relu; dense 10';

function convolutions(filters: number, count: number): string {
  return Array<string>(count).fill(`conv 3x3 ${filters} pad 1; relu`).join('; ');
}

export const vgg10 = [
  'input 3x32x32',
  convolutions(16, 1),
  'maxpool 2x2',
  convolutions(24, 3),
  'maxpool 2x2',
  convolutions(32, 3),
  'maxpool 2x2',
  convolutions(48, 3),
  'avgpool 4x4; flatten; dense 10',
].join('; ');

/** Residual blocks, each of two 3×3 convolutions beside a plain wire. */
export function residual(blocks: number, channels = 8, side = 16): string {
  const parts = [`input ${channels}x${side}x${side}`, `s0: conv 3x3 ${channels} pad 1`];
  for (let b = 0; b < blocks; b++) {
    parts.push(`conv 3x3 ${channels} pad 1 from s${b}`, 'relu', `b${b}: conv 3x3 ${channels} pad 1`);
    parts.push(`a${b}: add from b${b}, s${b}`, `s${b + 1}: relu`);
  }
  return parts.join('; ');
}
