import * as vscode from 'vscode';
import type { Place } from './protocol';

/** The Lean file that somebody works on: a panel or a list that has the focus takes nothing from it. */
export class LeanDocument implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watching: vscode.Disposable;
  readonly onDidChange = this.#changed.event;
  #document: vscode.TextDocument | undefined;

  constructor() {
    const look = (document: vscode.TextDocument | undefined) => {
      if (document?.languageId !== 'lean4' || document === this.#document) return;
      this.#document = document;
      this.#changed.fire();
    };
    look(vscode.window.activeTextEditor?.document);
    this.#watching = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor((editor) => look(editor?.document)),
      // A document may be given its language after it was opened.
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document === vscode.window.activeTextEditor?.document) look(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document !== this.#document) return;
        this.#document = undefined;
        this.#changed.fire();
      }),
    );
  }

  get current(): vscode.TextDocument | undefined {
    return this.#document;
  }

  /** The first `sorry` on the cursor's line. */
  sorryAtCursor(): Place | undefined {
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document === this.#document);
    if (editor === undefined) return undefined;
    const { line } = editor.selection.active;
    const { text } = editor.document.lineAt(line);
    const at = /\bsorry\b/.exec(text)?.index;
    if (at === undefined) return undefined;
    return [editor.document.uri.toString(), line + 1, [...text.slice(0, at)].length + 1];
  }

  dispose(): void {
    this.#watching.dispose();
    this.#changed.dispose();
  }
}

/** The place in VS Code's own count: from 0, in UTF-16 units. */
export function positionOf(document: vscode.TextDocument, line: number, column: number): vscode.Position {
  const { text } = document.lineAt(Math.min(line, document.lineCount) - 1);
  return new vscode.Position(line - 1, [...text].slice(0, column - 1).join('').length);
}
