/** Value of a formula as costs write it (`⌈a ÷ b⌉·max(c, d) − 2^⌈log2(e)⌉`), so that tests can hold it against the figure shown. */
export function evaluate(formula: string): number {
  const script = formula
    .replaceAll('⌈', 'Math.ceil(')
    .replaceAll('⌉', ')')
    .replaceAll('·', '*')
    .replaceAll('÷', '/')
    .replaceAll('−', '-')
    .replaceAll('^', '**')
    .replace(/\b(max|log2)\b/g, 'Math.$1');
  if (/[^\d\s.e+*/(),-]/.test(script.replace(/Math\.(ceil|max|log2)/g, '')))
    throw new Error(`not a formula: ${formula}`);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  return Number(new Function(`return ${script}`)());
}
