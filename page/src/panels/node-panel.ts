import type { NodeDetails, TriedTactic } from '../../../src/doors/live/messages.ts';
import { button, count, element } from '../dom.ts';
import { tacticInput } from '../editor/editor.ts';
import { leanCode } from '../editor/highlight.ts';

export interface NodeActions {
  readonly select: (id: number) => void;
  /** Absent where the graph is only looked at. */
  readonly tryTactic?: (id: number, tactic: string) => void;
  readonly searchFrom?: (id: number) => void;
}

const statusWords = { open: 'open', proved: 'proved', failed: 'no way on found' } as const;

/** One goal in full: what it says, how one gets there, what was tried on it, and a place to try more. */
export class NodePanel {
  readonly place = element('section', { className: 'node-panel', attributes: { 'aria-label': 'The chosen goal' } });
  readonly #input = element('div', { className: 'tactic-input' });
  readonly #form: HTMLFormElement;
  readonly #from = button('Search from here', () => this.#searchFrom(), 'quiet');
  readonly #said = element('p', { className: 'said', attributes: { role: 'status' } });
  readonly #body = element('div', { className: 'node-body' });
  #actions: NodeActions | undefined;
  #shown: NodeDetails | undefined;

  constructor() {
    const editor = tacticInput(this.#input, 'Tactic to try on this goal', (tactic) => this.#try(tactic));
    this.#form = element(
      'form',
      {
        className: 'try',
        onsubmit: (event: SubmitEvent) => {
          event.preventDefault();
          this.#try(editor.state.doc.toString());
        },
      },
      this.#input,
      element('button', { type: 'submit', className: 'primary' }, 'Try'),
      this.#from,
    );
    this.clear();
  }

  clear(hint = 'Choose a goal in the graph to see it in full, with every tactic that was tried on it.'): void {
    this.#shown = undefined;
    this.#said.textContent = '';
    this.place.replaceChildren(element('p', { className: 'hint' }, hint));
  }

  show(details: NodeDetails, actions: NodeActions): void {
    if (details.id !== this.#shown?.id) this.#said.textContent = '';
    this.#shown = details;
    this.#actions = actions;
    const { status, score, after, tried, left, state } = details;
    this.#form.hidden = actions.tryTactic === undefined;
    this.#from.disabled = status === 'proved';
    const accepted = tried.filter(isAccepted).toSorted(byProbability);
    const refused = tried.filter((each) => !isAccepted(each)).toSorted(byProbability);
    this.#body.replaceChildren(
      element(
        'p',
        { className: 'facts' },
        element('span', { className: `chip ${status}` }, statusWords[status]),
        ` score ${score.toFixed(2)} · depth ${after.length}`,
      ),
      leanCode(state),
      ...(after.length > 0 ? [this.#way(after)] : []),
      element(
        'h3',
        {},
        tried.length === 0 ? 'Nothing was tried on it yet' : `${count(accepted.length, 'tactic')} led on`,
      ),
      this.#list(accepted),
      ...(refused.length + left > 0
        ? [element('h3', {}, `${count(refused.length + left, 'tactic')} did not`), this.#list(refused)]
        : []),
      ...(left > 0 ? [element('p', { className: 'hint' }, `${left} more are not kept.`)] : []),
    );
    if (!this.place.contains(this.#body)) this.place.replaceChildren(this.#form, this.#said, this.#body);
  }

  /** What Lean made of a tactic that a person tried. */
  said({ tactic, outcome, targets, message }: TriedTactic): void {
    const first = message?.split('\n')[0] ?? '';
    this.#said.className = `said ${outcome === 'proved' || outcome === 'progress' ? 'good' : 'bad'}`;
    this.#said.textContent =
      outcome === 'proved'
        ? `${tactic} closes the goal.`
        : outcome === 'progress'
          ? targets.length === 0
            ? `${tactic} leaves the goal as it was.`
            : `${tactic} leaves ${count(targets.length, 'goal')}.`
          : `${tactic}: ${first === '' ? outcome : first}`;
  }

  #way(after: readonly string[]): HTMLElement {
    const text = after.join('\n');
    return element('details', { className: 'way-to' }, element('summary', {}, 'How one gets there'), leanCode(text));
  }

  #list(tried: readonly TriedTactic[]): HTMLElement {
    return element('ul', { className: 'tried' }, ...tried.map((each) => this.#tried(each)));
  }

  #tried({ tactic, outcome, targets, logProbability, micros, message, byHand }: TriedTactic): HTMLElement {
    const good = outcome === 'proved' || (outcome === 'progress' && targets.length > 0);
    const sign = outcome === 'proved' ? '✓' : good ? '→' : '✗';
    const facts = [
      byHand ? 'by hand' : logProbability.toFixed(2),
      milliseconds(micros),
      good || outcome === 'progress' ? '' : outcome,
    ];
    return element(
      'li',
      { className: good ? 'good' : 'bad' },
      element('span', { className: 'sign', attributes: { 'aria-hidden': 'true' } }, sign),
      leanCode(tactic, 'code'),
      element('span', { className: 'facts' }, facts.filter((fact) => fact !== '').join(' · ')),
      ...targets.map((target, i) =>
        button(targets.length === 1 ? 'show goal' : `goal ${i + 1}`, () => this.#actions?.select(target), 'link'),
      ),
      message !== undefined && element('pre', { className: 'message' }, message),
    );
  }

  #try(text: string): void {
    const tactic = text.trim();
    if (tactic === '' || this.#shown === undefined) return;
    this.#said.className = 'said';
    this.#said.textContent = 'Lean is checking it …';
    this.#actions?.tryTactic?.(this.#shown.id, tactic);
  }

  #searchFrom(): void {
    if (this.#shown !== undefined) this.#actions?.searchFrom?.(this.#shown.id);
  }
}

const isAccepted = ({ outcome, targets }: TriedTactic): boolean => outcome === 'proved' || targets.length > 0;
const byProbability = (a: TriedTactic, b: TriedTactic): number =>
  Number(b.byHand ?? false) - Number(a.byHand ?? false) || b.logProbability - a.logProbability;
const milliseconds = (micros: number): string => (micros < 1000 ? '<1 ms' : `${Math.round(micros / 1000)} ms`);
