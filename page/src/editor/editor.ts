import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
  WidgetType,
} from '@codemirror/view';
import type { GoalsAnswer, SorryAnswer, TextEdit } from '../../../src/doors/workbench/answers.ts';
import { leanColours } from './highlight.ts';
import { lean4 } from './lean-mode.ts';
import { unicodeInput } from './unicode-input.ts';

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '14px', backgroundColor: 'var(--panel)', color: 'var(--text)' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': { caretColor: 'var(--accent)', padding: '10px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--muted)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--active-line)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--selection)',
  },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--text)', borderColor: 'var(--line)' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--text)', border: '1px solid var(--line)' },
  '.cm-prove': {
    font: '600 11px/1.5 var(--sans)',
    marginLeft: '10px',
    padding: '1px 9px',
    borderRadius: '999px',
    border: '1px solid var(--accent)',
    color: 'var(--accent)',
    background: 'transparent',
    cursor: 'pointer',
    verticalAlign: '1px',
  },
  '.cm-prove:hover, .cm-prove:focus-visible': {
    background: 'var(--accent)',
    color: 'var(--on-accent)',
    outline: 'none',
  },
});

const common: Extension = [
  look,
  lean4,
  syntaxHighlighting(leanColours),
  unicodeInput,
  history(),
  drawSelection(),
  bracketMatching(),
  indentUnit.of('  '),
];

/** A shadow root lets the editor bring its styles as a sheet: none need be written into the page. */
function shadowOf(place: HTMLElement): ShadowRoot {
  return place.attachShadow({ mode: 'open' });
}

/** One line of Lean, handed over with Enter. */
export function tacticInput(place: HTMLElement, label: string, submit: (text: string) => void): EditorView {
  const root = shadowOf(place);
  return new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      extensions: [
        keymap.of([
          {
            key: 'Enter',
            run: (view) => {
              submit(view.state.doc.toString());
              return true;
            },
          },
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        common,
        placeholder(label),
        EditorView.theme({ '.cm-content': { padding: '6px 0' }, '.cm-scroller': { overflowX: 'auto' } }),
        EditorState.transactionFilter.of((transaction) => (transaction.newDoc.lines > 1 ? [] : transaction)),
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-multiline': 'false' }),
      ],
    }),
  });
}

export interface EditorParts {
  readonly place: HTMLElement;
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** The cursor moved to another line, or the text changed. */
  readonly onMove: () => void;
  readonly onProve: (sorry: SorryAnswer) => void;
}

interface PlacedSorry {
  readonly sorry: SorryAnswer;
  /** Behind the word. */
  readonly at: number;
}

const setSorries = StateEffect.define<readonly PlacedSorry[]>();

/** The text of a file, with a button behind each `sorry` that Lean knows. */
export class LeanEditor {
  readonly #view: EditorView;
  #sorries: readonly SorryAnswer[] = [];

  constructor({ place, text, onChange, onMove, onProve }: EditorParts) {
    const root = shadowOf(place);
    const buttons = StateField.define<DecorationSet>({
      create: () => Decoration.none,
      update: (shown, { changes, effects }) => {
        const placed = effects.find((effect) => effect.is(setSorries));
        if (placed === undefined) return shown.map(changes);
        return Decoration.set(
          placed.value.map(({ sorry, at }) =>
            Decoration.widget({ widget: new ProveButton(sorry, onProve), side: 1 }).range(at),
          ),
          true,
        );
      },
      provide: (field) => EditorView.decorations.from(field),
    });
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          highlightSelectionMatches(),
          keymap.of([
            {
              key: 'Mod-Enter',
              run: () => {
                const sorry = this.sorryAtCursor;
                if (sorry !== undefined) onProve(sorry);
                return sorry !== undefined;
              },
            },
            ...historyKeymap,
            ...searchKeymap,
            ...lintKeymap,
            // Escape, then Tab leaves the editor: the keyboard is not trapped.
            indentWithTab,
            ...defaultKeymap,
          ]),
          common,
          buttons,
          EditorView.contentAttributes.of({ 'aria-label': 'Lean file' }),
          EditorView.updateListener.of(({ docChanged, selectionSet, state }) => {
            if (docChanged) onChange(state.doc.toString());
            if (docChanged || selectionSet) onMove();
          }),
        ],
      }),
    });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  set text(text: string) {
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
  }

  get sorries(): readonly SorryAnswer[] {
    return this.#sorries;
  }

  /** The `sorry` on the cursor's line, or the first below it, or the last. */
  get sorryAtCursor(): SorryAnswer | undefined {
    const line = this.#view.state.doc.lineAt(this.#view.state.selection.main.head).number;
    return this.#sorries.find((sorry) => sorry.line >= line) ?? this.#sorries.at(-1);
  }

  /** Shows what Lean says of the text, which must still be the text that it spoke of. */
  show({ sorries, diagnostics }: GoalsAnswer): void {
    this.#sorries = sorries;
    const { doc } = this.#view.state;
    const placed = sorries.map((sorry) => ({
      sorry,
      at: Math.min(this.#offset(sorry) + 'sorry'.length, doc.length),
    }));
    this.#view.dispatch({ effects: setSorries.of(placed) });
    this.#view.dispatch(
      setDiagnostics(
        this.#view.state,
        diagnostics.map(({ severity, message, ...position }) => {
          const from = this.#offset(position);
          const to = this.#view.state.wordAt(from)?.to ?? Math.min(from + 1, doc.length);
          return { from, to: Math.max(from, to), severity: severity === 'information' ? 'info' : severity, message };
        }),
      ),
    );
  }

  /** Writes a proof, and goes there. */
  apply({ line, column, endLine, endColumn, text }: TextEdit): void {
    const from = this.#offset({ line, column });
    const to = this.#offset({ line: endLine, column: endColumn });
    this.#view.dispatch({
      changes: { from, to, insert: text },
      selection: { anchor: from + text.length },
      scrollIntoView: true,
      userEvent: 'input.proof',
    });
    this.#view.focus();
  }

  /** Moves the cursor; whoever has the focus keeps it. */
  goTo(position: { readonly line: number; readonly column: number }): void {
    this.#view.dispatch({ selection: { anchor: this.#offset(position) } });
  }

  /** Lean counts columns in code points. */
  #offset({ line, column }: { readonly line: number; readonly column: number }): number {
    const { doc } = this.#view.state;
    if (line > doc.lines) return doc.length;
    const there = doc.line(Math.max(1, line));
    return there.from + [...there.text].slice(0, column - 1).join('').length;
  }
}

class ProveButton extends WidgetType {
  readonly #sorry: SorryAnswer;
  readonly #onProve: (sorry: SorryAnswer) => void;

  constructor(sorry: SorryAnswer, onProve: (sorry: SorryAnswer) => void) {
    super();
    this.#sorry = sorry;
    this.#onProve = onProve;
  }

  override eq(other: ProveButton): boolean {
    return other.#sorry === this.#sorry;
  }

  toDOM(): HTMLElement {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'cm-prove';
    made.textContent = 'Prove';
    made.setAttribute('aria-label', `Prove the sorry on line ${this.#sorry.line}`);
    made.addEventListener('click', () => this.#onProve(this.#sorry));
    return made;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}
