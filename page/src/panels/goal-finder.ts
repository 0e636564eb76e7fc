import { element } from '../dom.ts';
import { findGoals } from '../graph/find-goals.ts';
import type { GoalNode } from '../graph/model.ts';

export interface FinderParts {
  /** The goals, in the order in which they are gone through. */
  readonly goals: () => readonly GoalNode[];
  /** What was found has changed. */
  readonly onFound: (ids: ReadonlySet<number>) => void;
  readonly onGo: (id: number) => void;
  /** Somebody is done looking. */
  readonly onLeave: () => void;
}

/** A field that finds goals by what they say. Enter goes to the next, Shift-Enter to the one before, Escape empties it. */
export class GoalFinder {
  readonly place: HTMLElement;
  readonly #parts: FinderParts;
  readonly #field: HTMLInputElement;
  readonly #said = element('span', { className: 'numbers', attributes: { role: 'status' } });
  #found: readonly GoalNode[] = [];
  #at = -1;

  constructor(parts: FinderParts) {
    this.#parts = parts;
    this.#field = element('input', {
      type: 'search',
      placeholder: 'Find a goal',
      spellcheck: false,
      oninput: () => this.#look(),
      onkeydown: (event: KeyboardEvent) => this.#key(event),
      attributes: { 'aria-label': 'Find a goal by its text or tactic', autocomplete: 'off' },
    });
    this.place = element('div', { className: 'finder', attributes: { role: 'search' } }, this.#field, this.#said);
  }

  focus(): void {
    this.#field.focus();
    this.#field.select();
  }

  /** Another graph. */
  clear(): void {
    this.#field.value = '';
    this.#look();
  }

  /** The graph has grown. */
  update(): void {
    if (this.#field.value === '') return;
    const here = this.#found[this.#at];
    this.#found = findGoals(this.#parts.goals(), this.#field.value);
    this.#at = here === undefined ? -1 : this.#found.indexOf(here);
    this.#tell();
  }

  #look(): void {
    this.#found = findGoals(this.#parts.goals(), this.#field.value);
    this.#at = -1;
    this.#tell();
  }

  #tell(): void {
    const { length } = this.#found;
    const place = this.#at < 0 ? '' : `${(this.#at + 1).toLocaleString('en-US')} of `;
    this.#said.textContent = this.#field.value.trim() === '' ? '' : `${place}${length.toLocaleString('en-US')}`;
    this.#parts.onFound(new Set(this.#found.map(({ id }) => id)));
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      if (this.#field.value === '') this.#parts.onLeave();
      this.clear();
    }
    if (event.key !== 'Enter' || this.#found.length === 0) return;
    event.preventDefault();
    const { length } = this.#found;
    const from = this.#at < 0 && event.shiftKey ? 0 : this.#at;
    this.#at = (from + (event.shiftKey ? -1 : 1) + length) % length;
    this.#tell();
    this.#parts.onGo(this.#found[this.#at]!.id);
  }
}
