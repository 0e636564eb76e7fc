import { card } from './layout.ts';
import type { GoalNode, GraphModel } from './model.ts';
import type { Palette } from './palette.ts';

export interface View {
  /** The point of the picture that is at the upper left of the canvas, and pixels for each of its units. */
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Scene {
  readonly model: GraphModel;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly view: View;
  /** Of the canvas, in CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly selected: number | undefined;
  /** Goals that somebody looks for. */
  readonly found: ReadonlySet<number>;
  readonly focused: boolean;
  readonly palette: Palette;
}

/** From here on texts can be read, and from here on cards can be told apart. */
const readable = 0.5;
const visible = 0.16;
/** More crossings than this only make the picture grey. */
const mostCrossings = 400;

/** Draws what of the graph is in view. Everything of one colour is one path, so that the cost grows with what is seen. */
export function paint(context: CanvasRenderingContext2D, scene: Scene): void {
  const { view, width, height, palette } = scene;
  context.clearRect(0, 0, width, height);
  context.save();
  context.scale(view.scale, view.scale);
  context.translate(-view.x, -view.y);
  const seen = inView(scene);
  drawLinks(context, scene);
  drawCrossings(context, scene);
  if (view.scale < visible) drawSpecks(context, scene, seen);
  else drawCards(context, scene, seen);
  drawFound(context, scene, seen);
  const selected = scene.selected === undefined ? undefined : scene.model.get(scene.selected);
  if (selected !== undefined) {
    context.strokeStyle = palette.accent;
    context.lineWidth = Math.max(2, 1.6 / view.scale);
    context.beginPath();
    const grown = scene.focused ? 4 : 2;
    roundedCard(context, scene.x[selected.id]! - grown, scene.y[selected.id]! - grown, 2 * grown);
    context.stroke();
  }
  context.restore();
}

function inView({ model, x, y, view, width, height }: Scene): GoalNode[] {
  const [left, top] = [view.x - card.width, view.y - card.height];
  const [right, bottom] = [view.x + width / view.scale, view.y + height / view.scale];
  return model.nodes.filter(({ id }) => x[id]! > left && x[id]! < right && y[id]! > top && y[id]! < bottom);
}

const roundedCard = (context: CanvasRenderingContext2D, x: number, y: number, more = 0): void =>
  context.roundRect(x, y, card.width + more, card.height + more, 7 + more / 2);

/** From a goal to those below: straight on to the first, by an elbow to the others. */
function drawLinks(context: CanvasRenderingContext2D, scene: Scene): void {
  const { model, x, y, view, width, height, palette } = scene;
  const [left, top] = [view.x, view.y];
  const [right, bottom] = [view.x + width / view.scale, view.y + height / view.scale];
  const rounded = view.scale >= visible;
  const groups = { plain: new Path2D(), proved: new Path2D(), proof: new Path2D() };
  for (const { id, origin, status, proofStep } of model.nodes) {
    if (origin === undefined) continue;
    const { from } = origin.step;
    const [x1, y1] = [x[from]! + card.width, y[from]! + card.height / 2];
    const [x2, y2] = [x[id]!, y[id]! + card.height / 2];
    if (x2 < left || x1 > right || Math.max(y1, y2) < top || Math.min(y1, y2) > bottom) continue;
    const parent = model.get(from);
    const onProof = proofStep !== undefined && parent?.proofStep === origin.step.tactic;
    // From strip to strip there would be nothing to be seen but lines: they are drawn where somebody asks.
    const isAsked = onProof || id === scene.selected || from === scene.selected;
    if (x2 - x1 > card.column && !isAsked) continue;
    const path = onProof ? groups.proof : status === 'proved' ? groups.proved : groups.plain;
    path.moveTo(x1, y1);
    if (Math.abs(y2 - y1) < 1 || !rounded) {
      path.lineTo(x2, y2);
      continue;
    }
    const middle = x1 + (x2 - x1) / 2;
    const bend = Math.sign(y2 - y1) * Math.min(8, Math.abs(y2 - y1) / 2);
    path.lineTo(middle - 8, y1);
    path.quadraticCurveTo(middle, y1, middle, y1 + bend);
    path.lineTo(middle, y2 - bend);
    path.quadraticCurveTo(middle, y2, middle + 8, y2);
    path.lineTo(x2, y2);
  }
  const thin = Math.max(1.4, 0.7 / view.scale);
  stroke(context, groups.plain, palette.line, thin);
  stroke(context, groups.proved, palette.good, thin);
  stroke(context, groups.proof, palette.good, 2.5 * thin);
}

function drawCrossings(context: CanvasRenderingContext2D, scene: Scene): void {
  const { model, x, y, view, selected, palette } = scene;
  if (view.scale < visible) return;
  const shown =
    model.crossings.length <= mostCrossings
      ? model.crossings
      : model.crossings.filter(({ step, target }) => step.from === selected || target.id === selected);
  const path = new Path2D();
  for (const { step, target } of shown) {
    const [x1, y1] = [x[step.from]! + card.width, y[step.from]! + card.height * 0.8];
    const [x2, y2] = [x[target.id]!, y[target.id]! + card.height * 0.8];
    path.moveTo(x1, y1);
    path.bezierCurveTo(x1 + 40, y1, x2 - 40, y2, x2, y2);
  }
  context.setLineDash([4, 4]);
  stroke(context, path, palette.faint, 1.2);
  context.setLineDash([]);
}

function stroke(context: CanvasRenderingContext2D, path: Path2D, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke(path);
}

const colourOf = ({ status }: GoalNode, palette: Palette): string =>
  status === 'proved' ? palette.good : status === 'failed' ? palette.faint : palette.accent;

/** From far away a goal is a bar in the colour of its status. */
function drawSpecks(context: CanvasRenderingContext2D, { x, y, palette }: Scene, seen: readonly GoalNode[]): void {
  for (const [status, nodes] of Map.groupBy(seen, (node) => node.status)) {
    context.fillStyle = colourOf({ status } as GoalNode, palette);
    context.beginPath();
    for (const { id } of nodes) context.rect(x[id]!, y[id]!, card.width, card.height);
    context.fill();
  }
}

/** What was found can be made out from however far away. */
function drawFound(context: CanvasRenderingContext2D, scene: Scene, seen: readonly GoalNode[]): void {
  const { x, y, found, view, palette } = scene;
  if (found.size === 0) return;
  context.beginPath();
  const grown = Math.max(3, 1.5 / view.scale);
  for (const { id } of seen) {
    if (found.has(id)) roundedCard(context, x[id]! - grown, y[id]! - grown, 2 * grown);
  }
  context.strokeStyle = palette.warn;
  context.lineWidth = Math.max(3, 1.5 / view.scale);
  context.stroke();
}

function drawCards(context: CanvasRenderingContext2D, scene: Scene, seen: readonly GoalNode[]): void {
  const { x, y, view, palette } = scene;
  const inProof = seen.filter(({ proofStep }) => proofStep !== undefined);
  for (const [nodes, back] of [
    [seen.filter(({ proofStep }) => proofStep === undefined), palette.panel],
    [inProof, palette.goodBack],
  ] as const) {
    context.beginPath();
    for (const { id } of nodes) roundedCard(context, x[id]!, y[id]!);
    context.fillStyle = back;
    context.fill();
    context.strokeStyle = palette.line;
    context.lineWidth = 1;
    context.stroke();
  }
  for (const [status, nodes] of Map.groupBy(seen, (node) => node.status)) {
    context.fillStyle = colourOf({ status } as GoalNode, palette);
    context.beginPath();
    for (const { id } of nodes) context.roundRect(x[id]!, y[id]!, 5, card.height, [7, 0, 0, 7]);
    context.fill();
  }
  if (view.scale < readable) return;
  context.textBaseline = 'alphabetic';
  for (const node of seen) drawText(context, scene, node);
}

function drawText(context: CanvasRenderingContext2D, { x, y, palette }: Scene, node: GoalNode): void {
  const [left, top] = [x[node.id]! + 14, y[node.id]!];
  const { origin } = node;
  const tried = node.tried === 0 ? '' : String(node.tried);
  context.font = `11px ${palette.sans}`;
  context.fillStyle = palette.muted;
  context.textAlign = 'right';
  context.fillText(tried, left + card.width - 24, top + 18);
  context.textAlign = 'left';
  context.font = `12px ${palette.mono}`;
  if (origin === undefined) {
    context.fillStyle = palette.muted;
    context.fillText('start', left, top + 18);
  } else {
    const part = origin.parts > 1 ? ` · ${origin.part + 1} of ${origin.parts}` : '';
    context.fillStyle = origin.step.byHand ? palette.hand : palette.tactic;
    context.fillText(shortened(oneLine(origin.step.tactic), 28 - part.length) + part, left, top + 18);
  }
  context.fillStyle = node.status === 'failed' ? palette.muted : palette.text;
  const more = node.goals > 1 ? ` (+${node.goals - 1})` : '';
  context.fillText(`⊢ ${shortened(node.target, 29 - more.length)}${more}`, left, top + 36);
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

const shortened = (text: string, letters: number): string => {
  if (text.length <= letters) return text;
  return `${text.slice(0, letters - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
};
