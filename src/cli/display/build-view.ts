import { relative } from 'node:path';
import pc from 'picocolors';
import type { LeanEvent, ProjectEvent } from '../../lean/index.ts';
import { secondsText, shorten } from './prove-summary.ts';

const barWidth = 24;
/** Errors of a module that are shown; the rest is counted. */
const errorsShown = 3;

/** What a person sees of a build: lines that stay, and one that is drawn anew. */
export class BuildView {
  /** How far it is; `''` where nothing is being built. */
  bar = '';
  #total = 0;
  #done = 0;
  #started = performance.now();
  readonly #running = new Set<string>();

  event(event: LeanEvent): readonly string[] {
    switch (event.kind) {
      case 'project-found':
        return event.notes.map((note) => `${pc.yellow('note')} ${event.name}: ${note}`);
      case 'build-started': {
        this.#total = event.total;
        this.#done = event.cached;
        this.#started = performance.now();
        this.#running.clear();
        const missing = event.total - event.cached;
        return missing === 0 ? [] : [`building ${missing} of ${event.total} modules, once`];
      }
      case 'module-started':
        this.#running.add(event.module);
        this.#draw();
        return [];
      case 'module-finished':
        this.#running.delete(event.module);
        this.#done++;
        this.#draw();
        return moduleLines(event);
      case 'build-finished':
        this.bar = '';
        return event.built === 0 ? [] : [`${event.built} modules built in ${secondsText(event.milliseconds / 1000)}`];
      default:
        return [];
    }
  }

  #draw(): void {
    const share = this.#total === 0 ? 1 : this.#done / this.#total;
    const bar = '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░');
    const elapsed = secondsText((performance.now() - this.#started) / 1000);
    const running = shorten([...this.#running].join(', '), 30);
    this.bar = `${bar} ${this.#done}/${this.#total} ${elapsed} ${running}`;
  }
}

function moduleLines({ module, file, outcome }: Extract<ProjectEvent, { kind: 'module-finished' }>): readonly string[] {
  if (outcome.kind === 'blocked') return [`${pc.yellow('–')} ${module}: not built, since it needs ${outcome.by}`];
  const errors = outcome.kind === 'compiled' ? outcome.record.errors : outcome.errors;
  if (errors.length === 0) return outcome.kind === 'compiled' ? [] : [`${pc.red('✖')} ${module}: ${outcome.message}`];
  const path = relative('', file);
  const shown = errors.slice(0, errorsShown).map(({ position, text }) => {
    const [first = ''] = text.split('\n');
    return `    ${path}:${position.line}:${position.column}: ${first}`;
  });
  const more = errors.length > errorsShown ? [`    and ${errors.length - errorsShown} more`] : [];
  const mark = outcome.kind === 'compiled' ? pc.yellow('!') : pc.red('✖');
  const what = outcome.kind === 'compiled' ? 'built, with' : 'not built:';
  return [`${mark} ${module}: ${what} ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}`, ...shown, ...more];
}

/** For commands without a display of their own: the lines on stderr, and on a terminal the bar below them. */
export function buildPrinter(stream: NodeJS.WriteStream = process.stderr): (event: LeanEvent) => void {
  const view = new BuildView();
  const clear = stream.isTTY ? '\r\u001B[2K' : '';
  return (event) => {
    const lines = view.event(event);
    if (lines.length === 0 && clear === '') return;
    stream.write(`${clear}${lines.map((line) => `${line}\n`).join('')}${clear === '' ? '' : view.bar}`);
  };
}
