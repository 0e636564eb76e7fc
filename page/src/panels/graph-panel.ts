import type { NodeDetails } from '../../../src/doors/live/messages.ts';
import { button, element } from '../dom.ts';
import { GraphView } from '../graph/graph-view.ts';
import { GraphModel } from '../graph/model.ts';
import { Outline } from '../graph/outline.ts';
import { GoalFinder } from './goal-finder.ts';
import { type NodeActions, NodePanel } from './node-panel.ts';

/** A proof graph, as a picture or as an outline, and the goal that is chosen in it. */
export class GraphPanel {
  readonly #view = new GraphView(
    (id) => this.select(id),
    () => this.#finder.focus(),
  );
  readonly #finder = new GoalFinder({
    goals: () => this.#view.order,
    onFound: (ids) => this.#view.mark(ids),
    onGo: (id) => this.select(id),
    onLeave: () => this.#view.focus(),
  });
  readonly #outline = new Outline((id) => this.select(id));
  readonly #nodes = new NodePanel();
  readonly #spoken = element('p', { className: 'visually-hidden', attributes: { 'aria-live': 'polite' } });
  readonly #picture = button('Graph', () => this.#choose('picture'));
  readonly #list = button('Outline', () => this.#choose('outline'));
  readonly #legend = element('p', { className: 'legend' });
  readonly #outlinePlace = element('div', { className: 'outline-place', hidden: true }, this.#outline.place);
  readonly place: HTMLElement;
  #model = new GraphModel();
  #inspect: (id: number) => void = () => {};
  #actions: Omit<NodeActions, 'select'> = {};
  #selected: number | undefined;

  constructor() {
    const ways = element('div', { className: 'ways', attributes: { role: 'group', 'aria-label': 'Show as' } });
    ways.append(this.#picture, this.#list);
    this.place = element(
      'div',
      { className: 'graph-panel' },
      element(
        'div',
        { className: 'graph-area' },
        element('div', { className: 'graph-head' }, this.#legend, this.#finder.place, ways),
        this.#view.place,
        this.#outlinePlace,
        this.#spoken,
      ),
      this.#nodes.place,
    );
    this.#choose('picture');
    this.update();
  }

  get selected(): number | undefined {
    return this.#selected;
  }

  /** Another graph. `inspect` asks for the details of a goal, which come by `details`. */
  show(model: GraphModel, inspect: (id: number) => void, actions: Omit<NodeActions, 'select'> = {}): void {
    this.#model = model;
    this.#inspect = inspect;
    this.#actions = actions;
    this.#selected = undefined;
    this.#nodes.clear();
    this.#view.show(model);
    this.#finder.clear();
    this.#outline.show(model);
    this.update();
  }

  /** The graph has grown. */
  update(): void {
    this.#view.update();
    this.#outline.update();
    this.#finder.update();
    const { counts } = this.#model;
    this.#legend.replaceChildren(
      ...(['open', 'proved', 'failed'] as const).map((status) =>
        element(
          'span',
          { className: 'entry' },
          element('span', { className: `key ${status}`, attributes: { 'aria-hidden': 'true' } }),
          `${counts[status].toLocaleString('en-US')} ${status === 'failed' ? 'no way on' : status}`,
        ),
      ),
    );
  }

  select(id: number): void {
    this.#selected = id;
    this.#view.select(id);
    this.#outline.select(id);
    this.#inspect(id);
    const node = this.#model.get(id);
    if (node === undefined) return;
    const way = node.origin === undefined ? 'start' : `after ${node.origin.step.tactic}`;
    this.#spoken.textContent = `${way}: ${node.target}, ${node.status}, ${node.tried} tactics tried`;
  }

  details(details: NodeDetails): void {
    if (details.id === this.#selected) this.#nodes.show(details, { ...this.#actions, select: (id) => this.select(id) });
  }

  recolour(): void {
    this.#view.recolour();
  }

  get nodes(): NodePanel {
    return this.#nodes;
  }

  #choose(way: 'picture' | 'outline'): void {
    this.#view.place.hidden = way !== 'picture';
    this.#outlinePlace.hidden = way !== 'outline';
    this.#picture.setAttribute('aria-pressed', String(way === 'picture'));
    this.#list.setAttribute('aria-pressed', String(way === 'outline'));
    this.#outline.update();
    this.#view.redraw();
  }
}
