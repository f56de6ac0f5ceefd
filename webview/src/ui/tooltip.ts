/** The tooltip. */
import { element, fill } from './dom';

/** Distance from the pointer, so that the tooltip is never under it. */
const offset = 14;

export interface Tooltip {
  element: HTMLElement;
  show(lines: readonly string[], x: number, y: number): void;
  hide(): void;
}

export function createTooltip(): Tooltip {
  const made = element('div', { class: 'tooltip', role: 'tooltip', hidden: '' });
  return {
    element: made,
    show(lines, x, y) {
      const texts = lines.filter((line) => line !== '');
      if (texts.length === 0) {
        made.hidden = true;
        return;
      }
      fill(
        made,
        ...texts.map((text, index) => element('div', { class: index === 0 ? 'name' : 'line' }, text)),
      );
      made.hidden = false;
      const { offsetWidth: w, offsetHeight: h } = made;
      const left = x + offset + w > innerWidth ? x - offset - w : x + offset;
      const top = y + offset + h > innerHeight ? y - offset - h : y + offset;
      made.style.left = `${Math.max(left, 0)}px`;
      made.style.top = `${Math.max(top, 0)}px`;
    },
    hide() {
      made.hidden = true;
    },
  };
}
