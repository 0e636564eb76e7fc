import type { SorryAnswer } from '../../../src/doors/workbench/answers.ts';
import { type Api, Refusal } from '../api.ts';
import { button, count, element } from '../dom.ts';
import { LeanEditor } from '../editor/editor.ts';
import { leanCode } from '../editor/highlight.ts';

const key = 'ariadne-text';

const example = `/-! Press "Prove" behind a \`sorry\`, and watch the search. -/

theorem swap (p q : Prop) (h : p ∧ q) : q ∧ p := by
  sorry

theorem reverse_twice (xs : List Nat) : xs.reverse.reverse = xs := by
  sorry

theorem distrib (p q r : Prop) : p ∧ (q ∨ r) ↔ (p ∧ q) ∨ (p ∧ r) := by
  sorry

theorem double_even (n : Nat) : ∃ k, n + n = 2 * k := by
  sorry

theorem fixed (f : Nat → Nat) (h : ∀ n, f (n + 1) > f (f n)) : ∀ n, f n = n := by
  sorry
`;

/** Milliseconds without a key until Lean is asked what it says of the text. */
const patience = 500;

/** The text, the file it came from, and the goals at its `sorry`s. */
export class TextPanel {
  readonly place: HTMLElement;
  readonly editor: LeanEditor;
  readonly #api: Api;
  readonly #onProve: (sorry: SorryAnswer) => void;
  readonly #name = element('span', { className: 'file-name' }, 'Scratch.lean');
  readonly #state = element('span', { className: 'numbers', attributes: { role: 'status' } });
  readonly #goals = element('section', { className: 'goals', attributes: { 'aria-label': 'Goals at the cursor' } });
  #timer = 0;
  #asking: AbortController | undefined;
  #shown: SorryAnswer | undefined;

  constructor(api: Api, onProve: (sorry: SorryAnswer) => void) {
    this.#api = api;
    this.#onProve = (sorry) => {
      this.editor.goTo(sorry);
      onProve(sorry);
    };
    const host = element('div', { className: 'editor' });
    const file = element('input', {
      type: 'file',
      accept: '.lean,text/plain',
      hidden: true,
      onchange: () => void this.#openFile(file),
    });
    this.place = element(
      'section',
      { className: 'text-panel', attributes: { 'aria-label': 'Text' } },
      element(
        'div',
        { className: 'text-bar' },
        this.#name,
        this.#state,
        element(
          'div',
          { className: 'buttons' },
          button('Open…', () => file.click(), 'quiet'),
          button('Save', () => this.#save(), 'quiet'),
        ),
        file,
      ),
      host,
      this.#goals,
    );
    this.editor = new LeanEditor({
      place: host,
      text: localStorage.getItem(key) ?? example,
      onChange: () => this.#changed(),
      onMove: () => this.#showGoals(),
      onProve: (sorry) => this.#onProve(sorry),
    });
  }

  get name(): string {
    return this.#name.textContent ?? 'Scratch.lean';
  }

  /** Asks Lean about the text as it is now. */
  async ask(): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const { text } = this.editor;
    this.#state.textContent = 'Lean reads it …';
    try {
      const answer = await this.#api.goals(this.name, text, asking.signal);
      if (asking.signal.aborted || this.editor.text !== text) return;
      this.editor.show(answer);
      const errors = answer.diagnostics.filter(({ severity }) => severity === 'error').length;
      const found = answer.sorries.length === 0 ? 'no sorry left' : count(answer.sorries.length, 'sorry', 'sorrys');
      this.#state.textContent = errors === 0 ? found : `${found}, ${count(errors, 'error')}`;
      this.#shown = undefined;
      this.#showGoals();
    } catch (error) {
      if (asking.signal.aborted) return;
      this.#state.textContent = error instanceof Refusal ? error.message : String(error);
    }
  }

  #changed(): void {
    localStorage.setItem(key, this.editor.text);
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.ask(), patience);
  }

  #showGoals(): void {
    const sorry = this.editor.sorryAtCursor;
    if (sorry !== undefined && sorry === this.#shown) return;
    this.#shown = sorry;
    if (sorry === undefined) {
      this.#goals.replaceChildren(element('p', { className: 'hint' }, 'Write `sorry` where a proof is wanted.'));
      return;
    }
    const name = sorry.declaration === '' ? 'example' : sorry.declaration;
    this.#goals.replaceChildren(
      element(
        'div',
        { className: 'goals-head' },
        element('h2', {}, name),
        element('span', { className: 'numbers' }, `line ${sorry.line}`),
        button('Prove', () => this.#onProve(sorry), 'primary'),
      ),
      ...(sorry.goals.length === 0
        ? [element('p', { className: 'hint' }, 'Lean does not reach this sorry; see the errors above it.')]
        : sorry.goals.map((goal) => leanCode(goal))),
    );
  }

  async #openFile(input: HTMLInputElement): Promise<void> {
    const [file] = input.files ?? [];
    if (file === undefined) return;
    if (file.size > 512 * 1024) {
      this.#state.textContent = 'The file is larger than 512 KiB.';
      return;
    }
    this.#name.textContent = file.name;
    this.editor.text = await file.text();
    input.value = '';
  }

  #save(): void {
    const address = URL.createObjectURL(new Blob([this.editor.text], { type: 'text/plain' }));
    element('a', { href: address, download: this.name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }
}
