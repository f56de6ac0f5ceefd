/** Wraps the component kit, which no other file imports. */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
} from '@vscode/webview-ui-toolkit';
import { element } from './dom';

/** The used part of the kit's elements. */
interface CheckboxElement extends HTMLElement {
  checked: boolean;
}

interface DropdownElement extends HTMLElement {
  value: string;
}

export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption());
}

export interface Control<T> {
  element: HTMLElement;
  show(value: T): void;
}

export function button(label: string, title: string, onClick: () => void): HTMLElement {
  const made = document.createElement('vscode-button');
  made.setAttribute('appearance', 'secondary');
  made.title = title;
  made.textContent = label;
  made.addEventListener('click', onClick);
  return made;
}

export function checkbox(label: string, onChange: (checked: boolean) => void): Control<boolean> {
  const made = document.createElement('vscode-checkbox') as CheckboxElement;
  made.textContent = label;
  made.addEventListener('change', () => onChange(made.checked));
  return {
    element: made,
    show(checked) {
      if (made.checked !== checked) made.checked = checked;
    },
  };
}

export interface Choice {
  options: readonly { value: string; label: string }[];
  chosen: string;
}

export function chooser(label: string, onChange: (value: string) => void): Control<Choice> {
  const made = document.createElement('vscode-dropdown') as DropdownElement;
  made.setAttribute('aria-label', label);
  made.addEventListener('change', () => onChange(made.value));
  let shown = '';
  return {
    element: element('div', { class: 'chooser' }, made),
    show({ options, chosen }) {
      const wanted = JSON.stringify(options);
      if (wanted !== shown) {
        shown = wanted;
        made.replaceChildren(...options.map(option));
      }
      if (made.value !== chosen) made.value = chosen;
    },
  };
}

function option({ value, label }: { value: string; label: string }): HTMLElement {
  const made = document.createElement('vscode-option');
  made.setAttribute('value', value);
  made.textContent = label;
  return made;
}
