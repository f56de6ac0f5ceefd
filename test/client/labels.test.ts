import { expect, it } from 'vitest';
import { plainLabel } from '../../client/src/infrastructure/labels';

/** As VS Code looks for them: `iconLabels.ts`, `linkedText.ts`. */
const icon = /(\\)?\$\((?:[\w-]+(?:~[\w-]+)?)\)/;
const link = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+\)/i;

it.each(['$(alert) is too small', '`[k](command:exeunt.openView)` has 0 LUT', '[a](https://e.invalid)$(x)'])(
  'a name is no icon and no link: %s',
  (text) => {
    const label = plainLabel(text);
    expect(label).not.toMatch(icon);
    expect(label).not.toMatch(link);
    expect(label.replaceAll('\u200b', '')).toBe(text);
  },
);
