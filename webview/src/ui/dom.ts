/** Creates and updates DOM elements. */

type Child = Node | string | null;

/** Creates an element; strings become text, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Replaces children only if they differ, so that focus and text selection survive; what is unfolded stays so. */
export function fill(parent: Element, ...children: Child[]): void {
  const wanted = element('div', {}, ...children);
  for (const { dataset } of parent.querySelectorAll<HTMLElement>('details[open][data-fold]'))
    wanted
      .querySelector(`details[data-fold="${CSS.escape(dataset['fold'] ?? '')}"]`)
      ?.setAttribute('open', '');
  if (parent.innerHTML === wanted.innerHTML) return;
  const focused = parent.contains(document.activeElement)
    ? document.activeElement?.getAttribute('data-id')
    : null;
  parent.replaceChildren(...wanted.childNodes);
  if (focused) parent.querySelector<HTMLElement>(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}
