import { element } from '../dom.ts';
import type { GoalNode, GraphModel } from './model.ts';

/** Children that are shown at once; the rest wait behind a row that shows more. */
const page = 100;

const words = { open: 'open', proved: 'proved', failed: 'no way on' } as const;

/**
 * The proof graph as a tree of rows, for those who would rather read than look. Only what is unfolded exists. Keys are
 * those of the WAI-ARIA pattern for trees.
 */
export class Outline {
  readonly place = element('ul', {
    className: 'outline',
    attributes: { role: 'tree', 'aria-label': 'Goals of the proof graph' },
  });
  readonly #onSelect: (id: number) => void;
  readonly #unfolded = new Set<number>();
  readonly #shown = new Map<number, number>();
  #model: GraphModel | undefined;
  #version = -1;
  #selected: number | undefined;
  #timer = 0;

  constructor(onSelect: (id: number) => void) {
    this.#onSelect = onSelect;
    this.place.addEventListener('keydown', (event) => this.#key(event));
  }

  show(model: GraphModel): void {
    this.#model = model;
    this.#version = -1;
    this.#selected = undefined;
    this.#unfolded.clear();
    this.#shown.clear();
    this.update();
  }

  select(id: number | undefined): void {
    this.#selected = id;
    for (let node = this.#get(id); node?.origin !== undefined; node = this.#get(node.origin.step.from)) {
      this.#unfolded.add(node.origin.step.from);
    }
    this.#version = -1;
    this.update();
  }

  /** Writes the rows anew where the graph has changed, at most a few times a second. */
  update(): void {
    if (this.#timer !== 0 || this.place.hidden || this.place.closest('[hidden]') !== null) return;
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      if (this.#model === undefined || this.#version === this.#model.version) return;
      this.#version = this.#model.version;
      this.#write(this.#model);
    }, 150);
  }

  #get(id: number | undefined): GoalNode | undefined {
    return id === undefined ? undefined : this.#model?.get(id);
  }

  #write({ roots }: GraphModel): void {
    const focused = this.place.contains(document.activeElement);
    this.place.replaceChildren(...roots.map((root) => this.#row(root, 1)));
    const current = this.place.querySelector<HTMLElement>('[aria-selected="true"]') ?? this.#rows()[0];
    if (current === undefined) return;
    current.tabIndex = 0;
    if (focused) current.focus();
  }

  #row(node: GoalNode, level: number): HTMLElement {
    const { id, origin, children, target, status, tried } = node;
    const open = this.#unfolded.has(id);
    const part = origin !== undefined && origin.parts > 1 ? ` (${origin.part + 1} of ${origin.parts})` : '';
    const row = element(
      'li',
      {
        tabIndex: -1,
        attributes: {
          role: 'treeitem',
          'aria-level': String(level),
          'aria-selected': String(id === this.#selected),
          'data-id': String(id),
          ...(children.length > 0 && { 'aria-expanded': String(open) }),
        },
      },
      element(
        'div',
        {
          className: `row ${status} ${node.proofStep === undefined ? '' : 'in-proof'}`,
          onclick: () => this.#click(node),
        },
        element(
          'span',
          { className: 'fold', attributes: { 'aria-hidden': 'true' } },
          children.length === 0 ? '' : open ? '▾' : '▸',
        ),
        element('span', { className: 'way' }, origin === undefined ? 'start' : `${origin.step.tactic}${part}`),
        element('span', { className: 'target' }, `⊢ ${target}`),
        element('span', { className: 'state' }, `${words[status]}${tried > 0 ? `, ${tried} tried` : ''}`),
      ),
    );
    if (open && children.length > 0) {
      const most = this.#shown.get(id) ?? page;
      const more = element(
        'button',
        { type: 'button', onclick: () => this.#more(id, most) },
        `${children.length - most} more`,
      );
      row.append(
        element(
          'ul',
          { attributes: { role: 'group' } },
          ...children.slice(0, most).map((child) => this.#row(child, level + 1)),
          children.length > most && element('li', { attributes: { role: 'none' } }, more),
        ),
      );
    }
    return row;
  }

  #more(id: number, shown: number): void {
    this.#shown.set(id, shown + page);
    this.#version = -1;
    this.update();
  }

  #click(node: GoalNode): void {
    if (node.id === this.#selected || !this.#unfolded.has(node.id)) this.#fold(node.id);
    this.#onSelect(node.id);
  }

  #fold(id: number, open = !this.#unfolded.has(id)): void {
    if (open) this.#unfolded.add(id);
    else this.#unfolded.delete(id);
    this.#version = -1;
    this.update();
  }

  #rows(): HTMLElement[] {
    return [...this.place.querySelectorAll<HTMLElement>('[role="treeitem"]')];
  }

  #key(event: KeyboardEvent): void {
    const rows = this.#rows();
    const here = rows.indexOf(document.activeElement as HTMLElement);
    const node = this.#get(Number(rows[here]?.dataset.id));
    if (node === undefined) return;
    const go = (row: HTMLElement | undefined) => {
      if (row === undefined) return;
      for (const other of rows) other.tabIndex = -1;
      row.tabIndex = 0;
      row.focus();
    };
    const act: Record<string, () => void> = {
      ArrowDown: () => go(rows[here + 1]),
      ArrowUp: () => go(rows[here - 1]),
      Home: () => go(rows[0]),
      End: () => go(rows.at(-1)),
      Enter: () => this.#onSelect(node.id),
      ' ': () => this.#onSelect(node.id),
      ArrowRight: () => (this.#unfolded.has(node.id) ? go(rows[here + 1]) : this.#unfoldAt(node)),
      ArrowLeft: () => {
        if (this.#unfolded.has(node.id)) this.#fold(node.id, false);
        else go(rows.find((row) => row.dataset.id === String(node.origin?.step.from)));
      },
    };
    const chosen = act[event.key];
    if (chosen === undefined) return;
    event.preventDefault();
    chosen();
  }

  /** Unfolds, and stays on the row. */
  #unfoldAt(node: GoalNode): void {
    if (node.children.length === 0) return;
    this.#selected = node.id;
    this.#fold(node.id, true);
  }
}
