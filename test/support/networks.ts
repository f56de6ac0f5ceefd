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

/** ResNet-50 (He et al., CVPR 2016) with projections where a stage begins, at a parallelism that its shapes allow. */
export function resnet50(): string {
  const conv = (kernel: number, filters: number, rest = '', from = '') =>
    `conv ${kernel}x${kernel} ${filters}${rest} parallel pe 8 simd ${kernel === 7 ? 3 : 8}${from}`;
  const parts = ['input 3x224x224', conv(7, 64, ' stride 2 pad 3'), 'relu', 's0: maxpool 3x3 stride 2 pad 1'];
  let block = 0;
  [3, 4, 6, 3].forEach((count, stage) => {
    const inner = 64 * 2 ** stage;
    for (let each = 0; each < count; each++, block++) {
      const step = each === 0 && stage > 0 ? ' stride 2' : '';
      parts.push(conv(1, inner, '', ` from s${block}`), 'relu', conv(3, inner, `${step} pad 1`), 'relu');
      parts.push(`e${block}: ${conv(1, 4 * inner)}`);
      if (each === 0) parts.push(`p${block}: ${conv(1, 4 * inner, step, ` from s${block}`)}`);
      parts.push(`a${block}: add from e${block}, ${each === 0 ? 'p' : 's'}${block}`, `s${block + 1}: relu`);
    }
  });
  return [...parts, 'globalpool', 'flatten', 'dense 1000 parallel pe 8 simd 8'].join('; ');
}

/** VGG-16 at a quarter of its width on CIFAR-10, as a design with `late` behind its convolutions of 128 filters. */
export function quarterVgg(late: string, folding = 'parallel pe 8 simd 8'): string {
  const sizes = [16, 16, 0, 32, 32, 0, 64, 64, 64, 0, 128, 128, 128, 0, 128, 128, 128, 0];
  let convolutions = 0;
  const body = sizes.map((filters, i) => {
    if (filters === 0) return `maxpool p${i} window 2x2`;
    const first = convolutions++ === 0;
    const built = filters === 128 ? `${late} ${folding}` : folding;
    return `conv c${convolutions} kernel 3x3 filters ${filters} pad 1 ${first ? folding.replace('simd 8', 'simd 3') : built}\n  relu`;
  });
  const lines = ['input image 3x32x32', ...body, 'flatten', 'dense f units 10'];
  return `device { board pynq-z2 clock 100 MHz memory 1 GB/s }\nnetwork vgg {\n  ${lines.join('\n  ')}\n}\nstage all in static { c1 .. f }\n`;
}
