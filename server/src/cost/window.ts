import type { Window } from '../network';
import { memoryTerms } from './memory';
import { term, type Term } from './term';

/** A sliding window over `lanes` channels at a time. */
export interface SlidingWindow {
  readonly window: Window;
  readonly channels: number;
  readonly lanes: number;
  readonly out: { readonly h: number; readonly w: number };
  readonly activationBits: number;
}

/** A 1×1 kernel that leaves no pixel out needs no window. */
export function needsWindow({ kernel, stride }: Window): boolean {
  return kernel.h * kernel.w > 1 || stride.h * stride.w > 1;
}

/** Words that must be there before the first output: (Kh−1) rows and (Kw−1) pixels, dilated, and one more. */
export function windowDepth({ window, channels, lanes }: SlidingWindow): number {
  const { kernel, dilation, padded } = window;
  const pixels = (kernel.h - 1) * dilation.h * padded.w + (kernel.w - 1) * dilation.w + 1;
  return pixels * Math.ceil(channels / lanes);
}

/** Cycles of one output row: write the window out, or read the rows that the next one needs. */
function windowRowCycles({ window, channels, lanes, out }: SlidingWindow): number {
  const { kernel, stride, padded } = window;
  return Math.max(out.w * kernel.h * kernel.w, stride.h * padded.w) * Math.ceil(channels / lanes);
}

export function windowCycles(sliding: SlidingWindow): Term {
  const { window, channels, lanes, out } = sliding;
  const { kernel, stride, dilation, padded } = window;
  const symbols = {
    Kh: kernel.h,
    Kw: kernel.w,
    Dh: dilation.h,
    Dw: dilation.w,
    W: padded.w,
    OH: out.h,
    OW: out.w,
    S: stride.h,
    cf: Math.ceil(channels / lanes),
  };
  const formula = '((Kh − 1)·Dh·W + (Kw − 1)·Dw + 1)·cf + OH·max(OW·Kh·Kw·cf, S·W·cf)';
  const value = windowDepth(sliding) + out.h * windowRowCycles(sliding);
  return term(
    'sliding window',
    'cycles',
    formula,
    symbols,
    value,
    'FINN, ConvolutionInputGenerator_rtl get_exp_cycles',
  );
}

export function windowResources(sliding: SlidingWindow): readonly Term[] {
  return [
    term('window control', 'lut', '300', {}, 300, 'FINN, ConvolutionInputGenerator lut_estimation'),
    ...memoryTerms('window', 1, windowDepth(sliding), sliding.lanes * sliding.activationBits),
  ];
}
