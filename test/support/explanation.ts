/** For rules that tests make up. */
import type { Explanation } from '../../server/src/diagnostics/rule';

export const explanation: Explanation = { title: 'Made up', means: 'Nothing.', way: 'Nothing.' };
