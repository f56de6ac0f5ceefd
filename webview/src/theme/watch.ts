/** Reads VS Code's theme from the page. */
import { makePalette, type Palette, type ThemeKind } from '../drawing/palette';

/** The theme of the page: VS Code marks its kind on the body and its colours as variables on the root. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  return makePalette(themeKind(document.body.classList), (name) =>
    style.getPropertyValue(`--vscode-${name}`).trim(),
  );
}

/** Gives text in tables the same readable colours as the diagrams. */
export function applyPalette(palette: Palette): void {
  for (const tone of ['good-text', 'caution-text', 'bad-text'] as const) {
    document.body.style.setProperty(`--${tone}`, palette.color(tone));
  }
}

export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', listener);
}

function themeKind(classes: DOMTokenList): ThemeKind {
  if (classes.contains('vscode-high-contrast-light')) return 'contrast-light';
  if (classes.contains('vscode-high-contrast')) return 'contrast-dark';
  if (classes.contains('vscode-light')) return 'light';
  if (classes.contains('vscode-dark')) return 'dark';
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
