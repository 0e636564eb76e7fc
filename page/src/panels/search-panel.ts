import type { GraphChange, LaterRequest, PageNews, Progress } from '../../../src/doors/live/messages.ts';
import type { ProofAnswer } from '../../../src/doors/workbench/answers.ts';
import { button, count, element, seconds } from '../dom.ts';
import { leanCode } from '../editor/highlight.ts';
import { GraphModel } from '../graph/model.ts';
import { GraphPanel } from './graph-panel.ts';

/** Seconds of searching before it pauses and asks. */
const stretch = 60;

type Proved = Extract<ProofAnswer, { outcome: 'proved' }>;

/** One search somewhere, as it is spoken to; closing it frees what it holds of Lean. */
export interface SearchChannel {
  readonly send: (request: LaterRequest) => void;
  readonly close: () => void;
}

export interface SearchListener {
  readonly onNews: (news: PageNews) => void;
  /** It has ended where it was, or that place is gone. */
  readonly onEnd: (reason: string) => void;
}

/** What is to be proved, and where. */
export interface Quest {
  /** As it is called above the graph. */
  readonly title: string;
  /** Begins a search that pauses after so many seconds. */
  readonly open: (seconds: number, listener: SearchListener) => SearchChannel;
  /** Writes the proof into the text that it was verified in; says whether it did. */
  readonly write: (answer: Proved) => Promise<boolean>;
}

/** A search for one `sorry`: its graph as it grows, the buttons to stop it and go on, and what came of it. */
export class SearchPanel {
  readonly place: HTMLElement;
  readonly #graph = new GraphPanel();
  readonly #title = element('h2', {}, 'No search yet');
  readonly #phase = element('span', { className: 'chip' });
  readonly #numbers = element('span', { className: 'numbers' });
  readonly #banner = element('div', { className: 'banner', hidden: true, attributes: { role: 'status' } });
  readonly #stop = button('Stop', () => this.#channel?.send({ kind: 'pause' }));
  readonly #resume = button('Resume', () => this.#channel?.send({ kind: 'resume', seconds: stretch }), 'primary');
  #quest: Quest | undefined;
  #channel: SearchChannel | undefined;
  #model = new GraphModel();
  #inspectAgain = 0;

  constructor() {
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

  /** Begins a search; one that is under way ends. */
  prove(quest: Quest): void {
    this.#channel?.close();
    this.#quest = quest;
    this.#model = new GraphModel();
    this.#title.textContent = quest.title;
    this.#say();
    this.#graph.show(this.#model, (node) => this.#channel?.send({ kind: 'inspect', node }), {
      tryTactic: (node, tactic) => this.#channel?.send({ kind: 'try', node, tactic }),
      searchFrom: (node) => this.#channel?.send({ kind: 'search-from', node, seconds: stretch }),
    });
    this.#channel = quest.open(stretch, {
      onNews: (news) => this.#hear(news),
      onEnd: (reason) => this.#ended(reason),
    });
  }

  /** Light has turned to dark, or the other way round. */
  recolour(): void {
    this.#graph.recolour();
  }

  #hear(news: PageNews): void {
    switch (news.kind) {
      case 'opened':
        if (news.theorem !== '') this.#title.textContent = news.theorem;
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
        this.#channel?.send({ kind: 'inspect', node: news.node });
        break;
      case 'answer':
        this.#model.markProof(news.steps);
        this.#graph.update();
        this.#answer(news.answer);
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
      if (selected !== undefined) this.#channel?.send({ kind: 'inspect', node: selected });
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

  #answer(answer: ProofAnswer): void {
    if (answer.outcome === 'proved') {
      const axioms = answer.axioms.length === 0 ? 'no axioms' : `the axioms ${answer.axioms.join(', ')}`;
      const note = element(
        'p',
        { className: 'hint' },
        `Replayed by the kernel in a fresh Lean. It rests on ${axioms}.`,
      );
      const write = button(
        'Put it into the text',
        async () => {
          write.disabled = true;
          const written = (await this.#quest?.write(answer)) === true;
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
    this.#channel = undefined;
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
