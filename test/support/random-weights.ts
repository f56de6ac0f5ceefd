/** A stream of numbers between -0.5 and 0.5, the same for the same start. */
export function seeded(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}
