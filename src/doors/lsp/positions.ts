import { type Diagnostic, DiagnosticSeverity, type Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem } from '../../data/problem.ts';
import type { SorryInfo } from '../../lean/index.ts';
import type { OpenFile } from '../../proving/index.ts';
import { offsetOfByte } from '../workbench/text-edit.ts';

/** Lean counts bytes and code points, the protocol UTF-16 units. */
export function rangeOf(document: TextDocument, { start, stop }: SorryInfo['range']): Range {
  const text = document.getText();
  return {
    start: document.positionAt(offsetOfByte(text, start.byte)),
    end: document.positionAt(offsetOfByte(text, stop.byte)),
  };
}

/** The offset of a place whose column is counted in code points, both from 1. */
export function offsetOf(
  document: TextDocument,
  { line, column }: { readonly line: number; readonly column: number },
): number {
  const start = document.offsetAt({ line: line - 1, character: 0 });
  const rest = document.getText().slice(start);
  return start + [...rest.split('\n', 1)[0]!].slice(0, column - 1).join('').length;
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

export const diagnosticsOf = (document: TextDocument, file: OpenFile): Diagnostic[] =>
  file.messages.map(({ severity, position, text }) => {
    const start = document.positionAt(offsetOfByte(document.getText(), position.byte));
    const range = { start, end: { line: start.line, character: start.character + 1 } };
    return { range, severity: severities[severity], source: 'ariadne', message: text };
  });

/** What is shown of a file that Lean can make nothing of. */
export const unopened = (problem: Problem): Diagnostic => ({
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
  severity: DiagnosticSeverity.Error,
  source: 'ariadne',
  message: problemLine(problem),
});

export const problemLine = ({ message, hint }: Problem): string =>
  hint === undefined ? message : `${message} ${hint}`;

const isBefore = (a: Range['start'], b: Range['start']): boolean =>
  a.line < b.line || (a.line === b.line && a.character <= b.character);

export const contains = (range: Range, position: Range['start']): boolean =>
  isBefore(range.start, position) && isBefore(position, range.end);

export const overlaps = (a: Range, b: Range): boolean => isBefore(a.start, b.end) && isBefore(b.start, a.end);
