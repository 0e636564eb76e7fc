import {
  AbbreviationProvider,
  AbbreviationRewriter,
  type AbbreviationTextSource,
  type Change,
  Range,
} from '@leanprover/unicode-input';
import * as vscode from 'vscode';

const config = { abbreviationCharacter: '\\', customTranslations: {}, eagerReplacementEnabled: true };

/** Replaces `\to` by `→` while somebody types in a Lean file. */
export function unicodeInput(): vscode.Disposable {
  const provider = new AbbreviationProvider(config);
  const rewriters = new WeakMap<vscode.TextEditor, AbbreviationRewriter>();
  const rewriterOf = (editor: vscode.TextEditor): AbbreviationRewriter => {
    const known = rewriters.get(editor);
    if (known !== undefined) return known;
    const text = new EditorText(editor, () => rewriter.changeSelections(text.collectSelections()));
    const rewriter = new AbbreviationRewriter(config, provider, text);
    rewriters.set(editor, rewriter);
    return rewriter;
  };
  const isOn = (document: vscode.TextDocument) =>
    document.languageId === 'lean4' && vscode.workspace.getConfiguration('ariadne').get<boolean>('unicodeInput', true);
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(async ({ document, contentChanges }) => {
      const editor = vscode.window.activeTextEditor;
      if (editor?.document !== document || !isOn(document)) return;
      const rewriter = rewriterOf(editor);
      rewriter.changeInput(
        contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
          range: new Range(rangeOffset, rangeLength),
          newText: text,
        })),
      );
      await rewriter.triggerAbbreviationReplacement();
    }),
    vscode.window.onDidChangeTextEditorSelection(async ({ textEditor, selections }) => {
      if (!isOn(textEditor.document)) return;
      await rewriterOf(textEditor).changeSelections(
        selections.map((selection) => rangeOf(textEditor.document, selection)),
      );
    }),
  );
}

class EditorText implements AbbreviationTextSource {
  readonly #editor: vscode.TextEditor;
  readonly #onRefused: () => Promise<void>;

  /** @param onRefused what tries again, once the rewriter knows that it was refused */
  constructor(editor: vscode.TextEditor, onRefused: () => Promise<void>) {
    this.#editor = editor;
    this.#onRefused = onRefused;
  }

  async replaceAbbreviations(changes: Change[]): Promise<boolean> {
    const { document } = this.#editor;
    const isReplaced = await this.#editor.edit((builder) => {
      for (const { range, newText } of changes) {
        const start = document.positionAt(range.offset);
        builder.replace(new vscode.Range(start, document.positionAt(range.offset + range.length)), newText);
      }
    });
    // VS Code refuses a replacement in a text that has changed since: the next key has come before it.
    if (!isReplaced) setTimeout(() => void this.#onRefused(), 50);
    return isReplaced;
  }

  selectionMoveMode() {
    // VS Code moves the cursor with its text; what is known here of the cursor may be older than the last key.
    return { kind: 'OnlyMoveCursorSelections', updateUnchangedSelections: false } as const;
  }

  collectSelections(): Range[] {
    return this.#editor.selections.map((selection) => rangeOf(this.#editor.document, selection));
  }

  setSelections(selections: Range[]): void {
    const { document } = this.#editor;
    this.#editor.selections = selections.map(
      ({ offset, length }) => new vscode.Selection(document.positionAt(offset), document.positionAt(offset + length)),
    );
  }
}

const rangeOf = (document: vscode.TextDocument, { start, end }: vscode.Range): Range =>
  new Range(document.offsetAt(start), document.offsetAt(end) - document.offsetAt(start));
