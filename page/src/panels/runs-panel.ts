import type { StoredAttempt, StoredRun, StoredTheorem } from '../../../src/doors/page/stored-runs.ts';
import type { Api } from '../api.ts';
import { button, count, element } from '../dom.ts';
import { GraphPanel } from './graph-panel.ts';
import { StoredGraph, unpack } from './stored-graph.ts';

/** Rows that are written at once; a filter finds the others. */
const mostRows = 300;

/** The runs that are stored, their theorems and attempts, and the proof graph of one attempt. */
export class RunsPanel {
  readonly list: HTMLElement;
  readonly graph: HTMLElement;
  readonly #api: Api;
  readonly #panel = new GraphPanel();
  readonly #runs = element('select', { id: 'run', onchange: () => void this.#open(this.#runs.value) });
  readonly #filter = element('input', { id: 'theorem-filter', type: 'search', oninput: () => this.#write() });
  readonly #which = element(
    'select',
    { id: 'theorem-kind', onchange: () => this.#write() },
    element('option', { value: 'all' }, 'all'),
    element('option', { value: 'proved' }, 'proved'),
    element('option', { value: 'unproved' }, 'unproved'),
  );
  readonly #rows = element('ul', { className: 'theorems' });
  readonly #said = element('p', { className: 'hint', attributes: { role: 'status' } });
  readonly #title = element('h2', {}, 'Choose an attempt');
  readonly #numbers = element('span', { className: 'numbers' });
  #theorems: readonly StoredTheorem[] = [];
  #loaded = false;

  constructor(api: Api) {
    this.#api = api;
    this.list = element(
      'section',
      { className: 'runs-panel', attributes: { 'aria-label': 'Stored runs' } },
      element(
        'div',
        { className: 'fields' },
        element('label', { htmlFor: 'run' }, 'Run'),
        this.#runs,
        element('label', { htmlFor: 'theorem-filter' }, 'Theorem'),
        this.#filter,
        element('label', { htmlFor: 'theorem-kind' }, 'Show'),
        this.#which,
      ),
      this.#said,
      this.#rows,
    );
    this.graph = element(
      'section',
      { className: 'search-panel', attributes: { 'aria-label': 'Stored attempt' } },
      element(
        'div',
        { className: 'search-bar' },
        element('div', { className: 'search-title' }, this.#title),
        this.#numbers,
      ),
      this.#panel.place,
    );
  }

  /** Reads the list of runs when it is looked at first. */
  async load(): Promise<void> {
    if (this.#loaded) return;
    this.#loaded = true;
    await this.#attempt(async () => {
      const runs = await this.#api.runs();
      this.#runs.replaceChildren(...runs.map((run) => element('option', { value: run.name }, runText(run))));
      const [first] = runs;
      if (first === undefined) this.#said.textContent = 'There are no runs yet. `ariadne eval` makes one.';
      else await this.#open(first.name);
    });
  }

  async #open(run: string): Promise<void> {
    this.#said.textContent = 'Reading the run …';
    await this.#attempt(async () => {
      this.#theorems = await this.#api.theorems(run);
      this.#write();
    });
  }

  #write(): void {
    const wanted = this.#filter.value.trim().toLowerCase();
    const kind = this.#which.value;
    const found = this.#theorems.filter(({ id, attempts }) => {
      const proved = attempts.some((attempt) => attempt.proved);
      return id.toLowerCase().includes(wanted) && (kind === 'all' || (kind === 'proved') === proved);
    });
    const graphs = this.#theorems.some(({ attempts }) => attempts.some(({ graph }) => graph));
    const left = found.length > mostRows ? `, the first ${mostRows} are shown` : '';
    const none = graphs ? '' : ' Its proof graphs are not here: they lie in traces.jsonl where it was made.';
    this.#said.textContent = `${found.length} of ${count(this.#theorems.length, 'theorem')}${left}.${none}`;
    this.#rows.replaceChildren(...found.slice(0, mostRows).map((theorem) => this.#theorem(theorem)));
  }

  #theorem({ id, attempts }: StoredTheorem): HTMLElement {
    const proved = attempts.some((attempt) => attempt.proved);
    return element(
      'li',
      {},
      element('p', { className: 'name' }, element('span', { className: `key ${proved ? 'proved' : 'failed'}` }), id),
      element('ul', {}, ...attempts.map((attempt) => element('li', {}, this.#attemptRow(id, attempt)))),
    );
  }

  #attemptRow(theorem: string, { attempt, text, graph }: StoredAttempt): HTMLElement {
    if (!graph) return element('span', { className: 'hint' }, text);
    const made = button(text, () => void this.#show(theorem, attempt, made), 'link');
    return made;
  }

  async #show(theorem: string, attempt: number, row: HTMLElement): Promise<void> {
    await this.#attempt(async () => {
      const stored = new StoredGraph(await unpack(await this.#api.graph(this.#runs.value, theorem, attempt)));
      for (const other of this.#rows.querySelectorAll('[aria-current]')) other.removeAttribute('aria-current');
      row.setAttribute('aria-current', 'true');
      this.#title.textContent = theorem;
      const left = stored.left > 0 ? ` · ${stored.left} goals more are not shown` : '';
      this.#numbers.textContent = `attempt ${attempt + 1} · ${count(stored.model.nodes.length, 'goal')}${left}`;
      this.#panel.show(stored.model, (id) => {
        const details = stored.details(id);
        if (details !== undefined) this.#panel.details(details);
      });
      const [root] = stored.model.roots;
      if (root !== undefined) this.#panel.select(root.id);
    });
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#said.textContent = error instanceof Error ? error.message : String(error);
    }
  }
}

const runText = ({ name, solved, theorems }: StoredRun): string => `${name} · ${solved} of ${theorems}`;
