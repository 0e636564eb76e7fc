import type { GraphChange, PageNews, Progress } from '../../../src/doors/live/messages.ts';
import type { ProofAnswer, SorryAnswer } from '../../../src/doors/workbench/answers.ts';
import type { Api, SearchSocket } from '../api.ts';
import { button, count, element, seconds } from '../dom.ts';
import { leanCode } from '../editor/highlight.ts';
import { GraphModel } from '../graph/model.ts';
import { GraphPanel } from './graph-panel.ts';

/** Seconds of searching before it pauses and asks. */
const stretch = 60;

type Proved = Extract<ProofAnswer, { outcome: 'proved' }>;

export interface SearchPanelParts {
  readonly api: Api;
  /** Writes a proof into the text that it was verified in; says whether it did. */
  readonly onWrite: (answer: Proved, provedIn: string) => boolean;
}

/** A search for one `sorry`: its graph as it grows, the buttons to stop it and go on, and what came of it. */
export class SearchPanel {
  readonly place: HTMLElement;
  readonly #parts: SearchPanelParts;
  readonly #graph = new GraphPanel();
  readonly #title = element('h2', {}, 'No search yet');
  readonly #phase = element('span', { className: 'chip' });
  readonly #numbers = element('span', { className: 'numbers' });
  readonly #banner = element('div', { className: 'banner', hidden: true, attributes: { role: 'status' } });
  readonly #stop = button('Stop', () => this.#socket?.send({ kind: 'pause' }));
  readonly #resume = button('Resume', () => this.#socket?.send({ kind: 'resume', seconds: stretch }), 'primary');
  #socket: SearchSocket | undefined;
  #model = new GraphModel();
  #inspectAgain = 0;

  constructor(parts: SearchPanelParts) {
    this.#parts = parts;
    this.#phase.hidden = true;
    this.#stop.hidden = true;
    this.#resume.hidden = true;
    this.place = element(
      'section',
      { className: 'search-panel', attributes: { 'aria-label': 'Search' } },
      element(
        'div',
        { className: 'search-bar' },
        element('div', { className: 'search-title' }, this.#title, this.#phase),
        this.#numbers,
        element('div', { className: 'buttons' }, this.#stop, this.#resume),
      ),
      this.#banner,
      this.#graph.place,
    );
  }

  /** Begins a search for a `sorry` of a text; one that is under way ends. */
  prove(sorry: SorryAnswer, name: string, text: string): void {
    this.#socket?.close();
    this.#model = new GraphModel();
    this.#title.textContent = sorry.declaration === '' ? `example on line ${sorry.line}` : sorry.declaration;
    this.#say();
    this.#graph.show(this.#model, (node) => this.#socket?.send({ kind: 'inspect', node }), {
      tryTactic: (node, tactic) => this.#socket?.send({ kind: 'try', node, tactic }),
      searchFrom: (node) => this.#socket?.send({ kind: 'search-from', node, seconds: stretch }),
    });
    const { line, column } = sorry;
    this.#socket = this.#parts.api.search(
      { kind: 'prove', name, text, line, column, seconds: stretch },
      { onNews: (news) => this.#hear(news, text), onEnd: (reason) => this.#ended(reason) },
    );
  }

  #hear(news: PageNews, text: string): void {
    switch (news.kind) {
      case 'opened':
        break;
      case 'progress':
        this.#progress(news.progress);
        break;
      case 'graph':
        this.#grow(news.change);
        break;
      case 'node':
        this.#graph.details(news.details);
        break;
      case 'tried':
        this.#graph.nodes.said(news.tried);
        this.#socket?.send({ kind: 'inspect', node: news.node });
        break;
      case 'answer':
        this.#model.markProof(news.steps);
        this.#graph.update();
        this.#answer(news.answer, text);
        break;
      case 'problem': {
        const { message, hint } = news.problem;
        this.#say('bad', element('p', {}, hint === undefined ? message : `${message} ${hint}`));
      }
    }
  }

  #grow(change: GraphChange): void {
    const isFirst = this.#model.nodes.length === 0;
    this.#model.apply(change);
    this.#graph.update();
    const [root] = this.#model.roots;
    if (isFirst && root !== undefined) this.#graph.select(root.id);
    else this.#refresh();
  }

  /** The chosen goal may have changed, too; it is asked for a few times a second. */
  #refresh(): void {
    if (this.#inspectAgain !== 0) return;
    this.#inspectAgain = window.setTimeout(() => {
      this.#inspectAgain = 0;
      const { selected } = this.#graph;
      if (selected !== undefined) this.#socket?.send({ kind: 'inspect', node: selected });
    }, 500);
  }

  #progress({ phase, why, seconds: spent, checks, nodes }: Progress): void {
    this.#phase.hidden = false;
    this.#phase.className = `chip ${why === 'proved' ? 'proved' : phase}`;
    this.#phase.textContent = why ?? phase;
    this.#numbers.textContent =
      phase === 'opening' ? '' : `${seconds(spent)} · ${count(nodes, 'goal')} · ${count(checks, 'tactic')} checked`;
    this.#stop.hidden = phase !== 'searching';
    this.#resume.hidden = phase !== 'paused';
    this.#resume.textContent = why === 'out of time' ? `Another ${stretch} s` : 'Resume';
  }

  #answer(answer: ProofAnswer, text: string): void {
    if (answer.outcome === 'proved') {
      const axioms = answer.axioms.length === 0 ? 'no axioms' : `the axioms ${answer.axioms.join(', ')}`;
      const note = element(
        'p',
        { className: 'hint' },
        `Replayed by the kernel in a fresh Lean. It rests on ${axioms}.`,
      );
      const write = button(
        'Put it into the text',
        () => {
          const written = this.#parts.onWrite(answer, text);
          write.disabled = written;
          note.textContent = written
            ? 'It is in the text.'
            : 'The text has changed since; copy the proof from here, or prove it again.';
        },
        'primary',
      );
      this.#say(
        'good',
        element('p', { className: 'verdict' }, 'Proved and verified'),
        leanCode(answer.script),
        note,
        write,
      );
      return;
    }
    const why = answer.outcome === 'rejected' ? `Rejected by the judge: ${answer.message}` : `Unproved: ${answer.why}`;
    this.#say('bad', element('p', {}, why));
  }

  #ended(reason: string): void {
    this.#socket = undefined;
    this.#stop.hidden = true;
    this.#resume.hidden = true;
    this.#phase.className = 'chip ended';
    this.#phase.textContent = 'ended';
    if (this.#banner.hidden) this.#say('bad', element('p', {}, reason));
  }

  #say(kind = '', ...children: readonly HTMLElement[]): void {
    this.#banner.hidden = children.length === 0;
    this.#banner.className = `banner ${kind}`;
    this.#banner.replaceChildren(...children);
  }
}
