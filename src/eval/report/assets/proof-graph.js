/**
 * `<proof-graph>`: draws the proof graph of an attempt, left to right. Boxes are goals; between a goal and what a
 * tactic left of it stands the tactic. A goal reached twice is drawn once, with dashed lines from the other places.
 * Wheel and buttons zoom, dragging moves, a click shows goals and tactics in full.
 */
const SVG = 'http://www.w3.org/2000/svg';
const box = { width: 250, height: 42, gap: 14, letters: 32 };
const pill = { width: 190, gap: 30, letters: 24 };
const column = box.width + pill.width + 2 * pill.gap;
const errorsShownAtOnce = 30;
/** How much smaller than life text may be and still be read. */
const readable = 1.4;

function svg(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const accepted = (edge) => edge.outcome === 'proved' || edge.outcome === 'progress';
const shorten = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
const target = (state) => (state.match(/⊢[^⊢]*/)?.[0] ?? state).replaceAll(/\s+/g, ' ').trim();
const number = (value) => (Number.isFinite(value) ? value.toFixed(2) : String(value));

/**
 * Places of nodes and edges: a spanning tree whose leaves take a row each, and in which all else is level with the
 * first thing that it leads to. The proof comes first, so that it runs straight along the top; edges to nodes already
 * placed become links.
 */
function layOut(trace, withErrors) {
  const outgoing = Map.groupBy(trace.edges, (edge) => edge.from);
  const places = new Map();
  const tactics = [];
  let row = 0;

  const place = (id, depth) => {
    const edges = (outgoing.get(id) ?? [])
      .filter((edge) => accepted(edge) || withErrors)
      .toSorted((a, b) => b.inProof - a.inProof || accepted(b) - accepted(a) || b.logProbability - a.logProbability);
    const spot = { x: depth * column, y: 0 };
    places.set(id, spot);
    const rows = edges.map((edge) => {
      const fresh = edge.children.filter((child) => !places.has(child));
      const ys = fresh.map((child) => (places.has(child) ? places.get(child).y : place(child, depth + 1)));
      const y = ys[0] ?? row++;
      tactics.push({ edge, x: spot.x + box.width + pill.gap, y, fresh });
      return y;
    });
    spot.y = rows[0] ?? row++;
    return spot.y;
  };
  for (const root of trace.roots) if (!places.has(root)) place(root, 0);
  return { places, tactics, rows: row, columns: 1 + Math.max(0, ...[...places.values()].map(({ x }) => x / column)) };
}

const toY = (row) => row * (box.height + box.gap);
const curve = (x1, y1, x2, y2) => `M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`;

customElements.define(
  'proof-graph',
  class extends HTMLElement {
    show(trace) {
      this.trace = trace;
      const errors = trace.edges.filter((edge) => !accepted(edge)).length;
      this.errors = element('input', { type: 'checkbox', checked: errors <= errorsShownAtOnce });
      this.errors.addEventListener('change', () => this.draw());
      this.panel = element('aside', {}, element('p', { className: 'hint' }, 'Click a goal to see it in full.'));
      this.canvas = element('div', { className: 'canvas' });
      const button = (label, title, onclick) => element('button', { type: 'button', title, onclick }, label);
      this.replaceChildren(
        element(
          'div',
          { className: 'controls' },
          button('+', 'Zoom in', () => this.zoom(1 / 1.3)),
          button('−', 'Zoom out', () => this.zoom(1.3)),
          button('Fit', 'Show all of it', () => this.fit()),
          element('label', {}, this.errors, ` ${errors} failed tactics`),
          element('span', { className: 'hint' }, `${trace.nodes.length} goals, ${trace.edges.length} tactics tried`),
        ),
        element('div', { className: 'stage' }, this.canvas, this.panel),
      );
      this.draw();
      this.listen();
    }

    draw() {
      const { trace } = this;
      const { places, tactics, rows, columns } = layOut(trace, this.errors.checked);
      this.size = { width: columns * column, height: Math.max(1, rows) * (box.height + box.gap) };
      const lines = svg('g', {});
      const marks = svg('g', {});
      for (const { edge, x, y, fresh } of tactics) {
        const from = places.get(edge.from);
        const kind = `${accepted(edge) ? '' : 'error'} ${edge.inProof ? 'in-proof' : ''}`;
        const middle = toY(y) + box.height / 2;
        lines.append(
          svg('path', { class: `link ${kind}`, d: curve(from.x + box.width, toY(from.y) + box.height / 2, x, middle) }),
        );
        for (const child of edge.children) {
          const to = places.get(child);
          const again = fresh.includes(child) ? '' : 'again';
          const d = curve(x + pill.width, middle, to.x, toY(to.y) + box.height / 2);
          lines.append(svg('path', { class: `link ${kind} ${again}`, d }));
        }
        marks.append(
          svg(
            'g',
            { class: `tactic ${kind}`, transform: `translate(${x} ${middle - 12})` },
            svg('rect', { width: pill.width, height: 24, rx: 12 }),
            svg('text', { x: 10, y: 16 }, shorten(edge.tactic.replaceAll(/\s+/g, ' '), pill.letters)),
            svg(
              'title',
              {},
              [edge.tactic, `log-probability ${number(edge.logProbability)}`, edge.message ?? edge.outcome].join('\n'),
            ),
          ),
        );
      }
      const inProof = new Set(trace.edges.filter((edge) => edge.inProof).map((edge) => edge.from));
      for (const node of trace.nodes) {
        const spot = places.get(node.id);
        if (!spot) continue;
        const mark = svg(
          'g',
          {
            class: `goal ${node.status} ${inProof.has(node.id) ? 'in-proof' : ''}`,
            transform: `translate(${spot.x} ${toY(spot.y)})`,
            tabindex: 0,
            role: 'button',
          },
          svg('rect', { width: box.width, height: box.height, rx: 5 }),
          svg('text', { x: 8, y: 17 }, shorten(target(node.state), box.letters)),
          svg('text', { x: 8, y: 34, class: 'score' }, this.caption(node)),
          svg('title', {}, node.state),
        );
        mark.addEventListener('click', () => this.describe(node, mark));
        mark.addEventListener('keydown', ({ key }) => key === 'Enter' && this.describe(node, mark));
        marks.append(mark);
      }
      this.picture = svg('svg', {}, lines, marks);
      this.canvas.replaceChildren(this.picture);
      this.start = toY(places.get(trace.roots[0]).y);
      this.look(this.opening());
    }

    caption(node) {
      const expansion = node.expansion === undefined ? 'not expanded' : `expansion ${node.expansion + 1}`;
      return `score ${number(node.score)} · ${expansion} · ${node.status}`;
    }

    describe(node, mark) {
      for (const other of this.picture.querySelectorAll('.chosen')) other.classList.remove('chosen');
      mark.classList.add('chosen');
      const tried = this.trace.edges
        .filter((edge) => edge.from === node.id)
        .toSorted((a, b) => b.logProbability - a.logProbability);
      this.panel.replaceChildren(
        element('p', { className: 'hint' }, this.caption(node)),
        element('lean-code', {}, node.state),
        element(
          'ul',
          {},
          ...tried.map((edge) =>
            element(
              'li',
              { className: `${accepted(edge) ? 'accepted' : 'error'} ${edge.inProof ? 'in-proof' : ''}` },
              element('lean-code', {}, edge.tactic),
              element('span', { className: 'hint' }, ` ${number(edge.logProbability)} · ${edge.outcome}`),
              ...(edge.message ? [element('pre', { className: 'message' }, edge.message)] : []),
            ),
          ),
        ),
      );
    }

    listen() {
      this.canvas.addEventListener(
        'wheel',
        (event) => {
          event.preventDefault();
          this.zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, event);
        },
        { passive: false },
      );
      this.canvas.addEventListener('pointerdown', (event) => {
        if (event.target.closest('.goal')) return;
        this.canvas.setPointerCapture(event.pointerId);
      });
      this.canvas.addEventListener('pointermove', (event) => {
        if (!this.canvas.hasPointerCapture(event.pointerId)) return;
        const scale = this.view.width / this.canvas.clientWidth;
        this.look({ ...this.view, x: this.view.x - event.movementX * scale, y: this.view.y - event.movementY * scale });
      });
      addEventListener('beforeprint', () => this.fit());
    }

    /** Keeps the point under the mouse, or the middle, where it is. */
    zoom(factor, at) {
      const frame = this.canvas.getBoundingClientRect();
      const [u, v] = at
        ? [(at.clientX - frame.left) / frame.width, (at.clientY - frame.top) / frame.height]
        : [0.5, 0.5];
      const { x, y, width, height } = this.view;
      this.look({
        x: x + u * width * (1 - factor),
        y: y + v * height * (1 - factor),
        width: width * factor,
        height: height * factor,
      });
    }

    /** The start of the proof, as wide a view as can be read. */
    opening() {
      const { clientWidth, clientHeight } = this.canvas;
      const scale = Math.min(readable, Math.max(1, this.size.width / clientWidth, this.size.height / clientHeight));
      const height = clientHeight * scale;
      const y = this.size.height <= height ? 0 : this.start;
      return { x: -10, y: y - 10, width: clientWidth * scale + 20, height: height + 20 };
    }

    /** All of it, but no larger than life. */
    fit() {
      const { clientWidth, clientHeight } = this.canvas;
      const scale = Math.max(1, this.size.width / clientWidth, this.size.height / clientHeight);
      this.look({ x: -10, y: -10, width: clientWidth * scale + 20, height: clientHeight * scale + 20 });
    }

    look(view) {
      this.view = view;
      this.picture.setAttribute('viewBox', `${view.x} ${view.y} ${view.width} ${view.height}`);
      this.picture.setAttribute('preserveAspectRatio', 'xMinYMin meet');
    }
  },
);
