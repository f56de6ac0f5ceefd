import { type Explanation, problemRule } from '../rule';
import { list } from '../sentence';

const explanation: Explanation = {
  title: 'Wrong or missing unit',
  means:
    'A quantity has no unit, or one that does not measure it. Nothing is guessed: a period of `10` could be nanoseconds or seconds.',
  example: `device {
  board pynq-z2
  clock 100
}`,
  way: 'Write the unit. The quick fix adds the likeliest.',
};

export const unit = problemRule('EX2006', 'error', 'unit', explanation, (p) => {
  const fix = { title: `Write '${p.replacement}'`, edits: [{ at: p.origin, text: p.replacement }] };
  if (p.because !== undefined) return { message: `${p.because}. Write \`${p.replacement}\`.`, fixes: [fix] };
  const wrong =
    p.found === undefined
      ? `\`${p.raw}\` needs a unit`
      : p.expected.length === 0
        ? `a plain number is expected here, without \`${p.found}\``
        : `\`${p.found}\` is not a unit of this quantity`;
  const way = p.expected.length === 0 ? '' : `: write ${list(p.expected, 'or')}`;
  return { message: `${wrong[0]?.toUpperCase() ?? ''}${wrong.slice(1)}${way}.`, fixes: [fix] };
});
