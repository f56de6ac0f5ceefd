import { type CompletionItem, CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import type { Completion } from '../../ide/completion';
import type { LineIndex } from '../../workspace/positions';
import { toRange } from '../convert';

export function toItems(lines: LineIndex, items: readonly Completion[]): CompletionItem[] {
  return items.map((item) => ({
    label: item.label,
    kind: completionKinds[item.kind],
    sortText: item.sortText,
    ...(item.detail && { detail: item.detail }),
    ...(item.documentation && {
      documentation: { kind: MarkupKind.Markdown, value: item.documentation },
    }),
    insertTextFormat: item.snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range: toRange(lines, item.start, item.end), newText: item.insert },
  }));
}

const completionKinds = {
  keyword: CompletionItemKind.Keyword,
  property: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  reference: CompletionItemKind.Reference,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  snippet: CompletionItemKind.Snippet,
} as const;
