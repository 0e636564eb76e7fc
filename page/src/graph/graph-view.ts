import { button, count, element } from '../dom.ts';
import { card, type Layout, layOut } from './layout.ts';
import { type GoalNode, GraphModel } from './model.ts';
import { paint, type View } from './paint.ts';
import { type Palette, readPalette } from './palette.ts';

const zoomRange = { least: 0.002, most: 1.6 };
/** Share of the way to its place that a card goes in each frame. */
const glide = 0.25;

/**
 * The picture of a proof graph, on a canvas. Wheel and pinch zoom, dragging moves, a click chooses a goal; with the
 * keyboard arrows go from goal to goal. It follows the graph as it grows until a person moves it.
 */
export class GraphView {
  readonly place: HTMLElement;
  readonly #canvas = element('canvas', { attributes: { 'aria-hidden': 'true' } });
  readonly #stage: HTMLElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #onSelect: (id: number) => void;
  readonly #onFind: () => void;
  #model = new GraphModel();
  #layout: Layout = layOut(this.#model, 1);
  #found: ReadonlySet<number> = new Set();
  #shape = -1;
  #drawn = -1;
  #x = new Float32Array(0);
  #y = new Float32Array(0);
  #view: View = { x: -16, y: -16, scale: 1 };
  #palette: Palette | undefined;
  #selected: number | undefined;
  #following = true;
  #moving = false;
  #frame = 0;
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');

  constructor(onSelect: (id: number) => void, onFind: () => void) {
    this.#onSelect = onSelect;
    this.#onFind = onFind;
    this.#context = this.#canvas.getContext('2d')!;
    this.#stage = element(
      'div',
      {
        className: 'stage',
        tabIndex: 0,
        attributes: {
          role: 'application',
          'aria-roledescription': 'proof graph',
          'aria-label':
            'Proof graph. Arrow keys go from goal to goal, plus and minus zoom, 0 shows all of it, slash finds goals.',
        },
      },
      this.#canvas,
    );
    this.place = element(
      'div',
      { className: 'graph-view' },
      this.#stage,
      element(
        'div',
        { className: 'zoom', attributes: { role: 'group', 'aria-label': 'View' } },
        iconButton('+', 'Zoom in', () => this.#zoom(1.3)),
        iconButton('−', 'Zoom out', () => this.#zoom(1 / 1.3)),
        button('Fit', () => this.fit()),
      ),
    );
    this.#listen();
    new ResizeObserver(() => this.#resize()).observe(this.#stage);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.recolour());
  }

  /** The colours of the style sheet have changed. */
  recolour(): void {
    this.#palette = undefined;
    this.redraw();
  }

  show(model: GraphModel): void {
    this.#model = model;
    this.#shape = -1;
    this.#selected = undefined;
    this.#x = new Float32Array(0);
    this.#y = new Float32Array(0);
    this.#following = true;
    this.redraw();
  }

  /** Marks a goal as chosen, and brings it into view. */
  select(id: number | undefined, bringIntoView = true): void {
    this.#selected = id;
    if (id !== undefined && bringIntoView) this.#reveal(id);
    this.redraw();
  }

  /** Marks the goals that were found. */
  mark(found: ReadonlySet<number>): void {
    if (found.size === 0 && this.#found.size === 0) return;
    this.#found = found;
    this.redraw();
  }

  /** The goals in the order of their rows. */
  get order(): readonly GoalNode[] {
    if (this.#shape !== this.#model.shape) this.#layOut();
    return this.#layout.order;
  }

  focus(): void {
    this.#stage.focus();
  }

  /** Shows all of the graph, and goes on doing so while it grows. */
  fit(): void {
    this.#following = true;
    this.redraw();
  }

  /** Asks for the next frame. */
  redraw(): void {
    this.#drawn = -1;
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  /** The model has changed. */
  update(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = 0;
    if (this.#shape !== this.#model.shape) this.#layOut();
    const moved = this.#glide();
    if (this.#following) this.#showAll();
    if (moved || this.#drawn !== this.#model.version) {
      this.#palette ??= readPalette(this.place);
      const { clientWidth: width, clientHeight: height } = this.#stage;
      paint(this.#context, {
        model: this.#model,
        x: this.#x,
        y: this.#y,
        view: this.#view,
        width,
        height,
        selected: this.#selected,
        found: this.#found,
        focused: document.activeElement === this.#stage,
        palette: this.#palette,
      });
      this.#drawn = this.#model.version;
    }
    if (moved) this.update();
  }

  #layOut(): void {
    const { clientWidth, clientHeight } = this.#stage;
    this.#layout = layOut(this.#model, clientHeight === 0 ? 1 : clientWidth / clientHeight);
    this.#shape = this.#model.shape;
    const { x, y } = this.#layout;
    const before = { x: this.#x, y: this.#y };
    this.#x = Float32Array.from(x);
    this.#y = Float32Array.from(y);
    // What was there sets out from where it is drawn, what is new from where its parent was.
    for (const { id, origin } of this.#model.nodes) {
      const from = id < before.x.length ? id : (origin?.step.from ?? id);
      if (from >= before.x.length) continue;
      if (id < before.x.length) this.#x[id] = before.x[from]!;
      this.#y[id] = before.y[from]!;
    }
    this.#moving = before.x.length > 0;
    this.#drawn = -1;
  }

  /** Moves every card nearer to its place; says whether anything moved. */
  #glide(): boolean {
    if (!this.#moving) return false;
    const { x, y } = this.#layout;
    const share = this.#still.matches ? 1 : glide;
    let far = 0;
    for (let id = 0; id < x.length; id++) {
      const [dx, dy] = [x[id]! - this.#x[id]!, y[id]! - this.#y[id]!];
      far = Math.max(far, Math.abs(dx), Math.abs(dy));
      this.#x[id]! += dx * share;
      this.#y[id]! += dy * share;
    }
    this.#moving = far > 0.5;
    if (!this.#moving) {
      this.#x.set(x);
      this.#y.set(y);
    }
    return true;
  }

  #showAll(): void {
    const { clientWidth: width, clientHeight: height } = this.#stage;
    const { width: wide, height: high } = this.#layout;
    const margin = 16;
    const least = Math.min((width - 2 * margin) / wide, (height - 2 * margin) / high);
    // A small graph stays readable, even where not all of it fits.
    const scale = clamp(least, this.#model.nodes.length < 60 ? 0.55 : zoomRange.least, 1);
    this.#look({ x: -margin / scale, y: -margin / scale, scale }, true);
  }

  #look(view: View, following = false): void {
    const same = view.x === this.#view.x && view.y === this.#view.y && view.scale === this.#view.scale;
    this.#following = following;
    if (same) return;
    this.#view = view;
    this.#drawn = -1;
    if (!following) this.redraw();
  }

  /** Keeps the given point of the canvas, or its middle, where it is. */
  #zoom(factor: number, at?: { readonly x: number; readonly y: number }): void {
    const { clientWidth, clientHeight } = this.#stage;
    const { x, y, scale } = this.#view;
    const point = at ?? { x: clientWidth / 2, y: clientHeight / 2 };
    const next = clamp(scale * factor, zoomRange.least, zoomRange.most);
    this.#look({ x: x + point.x / scale - point.x / next, y: y + point.y / scale - point.y / next, scale: next });
  }

  #reveal(id: number): void {
    if (this.#shape !== this.#model.shape) this.#layOut();
    const [left, top] = [this.#layout.x[id], this.#layout.y[id]];
    if (left === undefined || top === undefined) return;
    const { clientWidth, clientHeight } = this.#stage;
    const scale = Math.max(this.#view.scale, 0.6);
    const [width, height] = [clientWidth / scale, clientHeight / scale];
    const { x, y } = this.#view;
    const inside =
      scale === this.#view.scale &&
      left >= x &&
      left + card.width <= x + width &&
      top >= y &&
      top + card.height <= y + height;
    if (inside) return;
    this.#look({ x: left - Math.max(16, (width - card.width) / 2), y: top - (height - card.height) / 2, scale });
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#stage;
    const density = Math.min(devicePixelRatio, 2);
    this.#canvas.width = Math.max(1, Math.round(clientWidth * density));
    this.#canvas.height = Math.max(1, Math.round(clientHeight * density));
    this.#context.setTransform(density, 0, 0, density, 0, 0);
    this.redraw();
  }

  #listen(): void {
    const stage = this.#stage;
    const pointers = new Map<number, { x: number; y: number }>();
    let dragged = 0;
    const local = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }) => {
      const { left, top } = stage.getBoundingClientRect();
      return { x: clientX - left, y: clientY - top };
    };
    stage.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        const { x, y, scale } = this.#view;
        if (event.ctrlKey || event.metaKey || !event.shiftKey) {
          this.#zoom(Math.exp(-clamp(event.deltaY, -60, 60) * 0.006), local(event));
        } else this.#look({ x: x + event.deltaX / scale, y: y + event.deltaY / scale, scale });
      },
      { passive: false },
    );
    stage.addEventListener('pointerdown', (event) => {
      pointers.set(event.pointerId, local(event));
      stage.setPointerCapture(event.pointerId);
      if (pointers.size === 1) dragged = 0;
    });
    stage.addEventListener('pointermove', (event) => {
      const before = pointers.get(event.pointerId);
      if (before === undefined) return;
      const now = local(event);
      const other = [...pointers].find(([pointer]) => pointer !== event.pointerId)?.[1];
      pointers.set(event.pointerId, now);
      dragged += Math.hypot(now.x - before.x, now.y - before.y);
      if (dragged < 4) return;
      const { x, y, scale } = this.#view;
      this.#look({ x: x - (now.x - before.x) / scale, y: y - (now.y - before.y) / scale, scale });
      if (other === undefined) return;
      const spread = (point: typeof now) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
      this.#zoom(spread(now) / spread(before), other);
    });
    const lift = (event: PointerEvent) => {
      const there = pointers.get(event.pointerId);
      pointers.delete(event.pointerId);
      if (there === undefined || dragged >= 4 || event.type !== 'pointerup') return;
      const id = this.#at(there);
      if (id !== undefined) this.#onSelect(id);
    };
    stage.addEventListener('pointerup', lift);
    stage.addEventListener('pointercancel', lift);
    stage.addEventListener('keydown', (event) => this.#key(event));
    stage.addEventListener('focus', () => this.redraw());
    stage.addEventListener('blur', () => this.redraw());
  }

  #at(point: { readonly x: number; readonly y: number }): number | undefined {
    const x = this.#view.x + point.x / this.#view.scale;
    const y = this.#view.y + point.y / this.#view.scale;
    const hit = this.#model.nodes.find(({ id }) => {
      const [left, top] = [this.#x[id]!, this.#y[id]!];
      return x >= left && x <= left + card.width && y >= top && y <= top + card.height;
    });
    return hit?.id;
  }

  #key(event: KeyboardEvent): void {
    const { order } = this.#layout;
    const node = this.#selected === undefined ? undefined : this.#model.get(this.#selected);
    const act: Record<string, () => void> = {
      '+': () => this.#zoom(1.3),
      '=': () => this.#zoom(1.3),
      '-': () => this.#zoom(1 / 1.3),
      '0': () => this.fit(),
      '/': () => this.#onFind(),
      Home: () => this.#choose(order[0]?.id),
      ArrowLeft: () => this.#choose(node?.origin?.step.from ?? order[0]?.id),
      ArrowRight: () => this.#choose(node === undefined ? order[0]?.id : firstOf(node.children)?.id),
      ArrowUp: () => this.#choose(this.#neighbour(-1)),
      ArrowDown: () => this.#choose(this.#neighbour(1)),
    };
    const chosen = act[event.key];
    if (chosen === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    chosen();
  }

  /** The next goal up or down in the same column; without one, in the order of rows. */
  #neighbour(way: 1 | -1): number | undefined {
    const { order, depth } = this.#layout;
    if (this.#selected === undefined) return order[0]?.id;
    const here = order.findIndex(({ id }) => id === this.#selected);
    for (let next = here + way; next >= 0 && next < order.length; next += way) {
      if (depth[order[next]!.id] === depth[this.#selected]) return order[next]!.id;
    }
    return order[here + way]?.id;
  }

  #choose(id: number | undefined): void {
    if (id !== undefined) this.#onSelect(id);
  }

  /** What the picture shows, in a sentence. */
  static describe({ nodes, counts }: GraphModel): string {
    return `${count(nodes.length, 'goal')}: ${counts.proved} proved, ${counts.failed} without a way on, ${counts.open} open`;
  }
}

const firstOf = <T extends { readonly proofStep: string | undefined }>(children: readonly T[]): T | undefined =>
  children.find(({ proofStep }) => proofStep !== undefined) ?? children[0];

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

const iconButton = (sign: string, label: string, act: () => void): HTMLButtonElement => {
  const made = button(sign, act);
  made.setAttribute('aria-label', label);
  made.title = label;
  return made;
};
