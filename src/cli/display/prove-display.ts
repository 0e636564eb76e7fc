import { createLogUpdate } from 'log-update';
import pc from 'picocolors';
import { visible, visibleLine } from '../../data/visible.ts';
import type { LeanEvent } from '../../lean/index.ts';
import type { DeclarationReport, FileEvent, OpenDeclaration } from '../../proving/index.ts';
import { BuildView } from './build-view.ts';
import { jsonEvent } from './prove-json.ts';
import { outcomeLine, proofText, secondsText, shorten, summaryTable } from './prove-summary.ts';

/** What `ariadne prove` shows while it works. */
export interface ProveDisplay {
  lean(event: LeanEvent): void;
  started(lean: string, generator: string): void;
  event(event: FileEvent): void;
  finished(
    reports: readonly DeclarationReport[],
    files: readonly { readonly path: string; readonly out: string }[],
  ): void;
  /** Another Lean has accepted a file that was written. */
  rechecked(file: string, lean: string): void;
}

/** JSON for programs; on a terminal a live view; plain lines elsewhere. */
export function proveDisplay(json: boolean): ProveDisplay {
  if (json) return jsonDisplay((line) => process.stdout.write(`${line}\n`));
  return new PersonDisplay(process.stderr.isTTY === true);
}

function jsonDisplay(write: (line: string) => void): ProveDisplay {
  return {
    lean: (event) => write(JSON.stringify({ event: 'lean', ...event })),
    started: (lean, generator) => write(JSON.stringify({ event: 'started', lean, generator })),
    event: (event) => {
      const line = jsonEvent(event);
      if (line !== undefined) write(JSON.stringify(line));
    },
    finished: (reports, files) => {
      const proved = reports.filter((report) => report.outcome.kind === 'proved').length;
      write(JSON.stringify({ event: 'finished', proved, total: reports.length, files: files.map((file) => file.out) }));
    },
    rechecked: (file, lean) => write(JSON.stringify({ event: 'rechecked', file, lean })),
  };
}

/** How a search is going, for the live view. */
interface Running {
  readonly declaration: OpenDeclaration;
  readonly since: number;
  expansions: number;
  checks: number;
  verifying: boolean;
}

/** Progress goes to stderr, the table and the proofs to stdout, so that they can be kept apart. */
class PersonDisplay implements ProveDisplay {
  readonly #live: boolean;
  readonly #update = createLogUpdate(process.stderr);
  readonly #running = new Map<OpenDeclaration, Running>();
  readonly #started = performance.now();
  readonly #build = new BuildView();
  #timer: NodeJS.Timeout | undefined;
  #preparing = '';
  #lastStep = '';

  constructor(live: boolean) {
    this.#live = live;
  }

  rechecked(file: string, lean: string): void {
    this.#note(`${visibleLine(file)} is accepted by ${visibleLine(lean)} and its leanchecker, too`);
  }

  lean(event: LeanEvent): void {
    switch (event.kind) {
      case 'preparing':
        this.#prepare(event.step, event.done);
        break;
      case 'prepared':
        this.#preparing = '';
        this.#note(`Lean prepared in ${secondsText(event.milliseconds / 1000)}; the next start is fast`);
        break;
      case 'worker-replaced':
        this.#note(pc.dim(`Lean worker ${event.worker} was replaced (${event.reason})`));
        break;
      case 'worker-started':
        break;
      default:
        for (const line of this.#build.event(event)) this.#note(line);
        this.#preparing = this.#build.bar;
        if (this.#live) this.#draw();
    }
  }

  started(lean: string, generator: string): void {
    this.#note(`${pc.bold('ariadne')} with ${visibleLine(lean)}, tactics from ${visibleLine(generator)}`);
  }

  event(event: FileEvent): void {
    switch (event.kind) {
      case 'file-opened':
        this.#note(`${visibleLine(event.file)}: ${event.declarations.length} to prove`);
        for (const { text, position } of event.errors) {
          this.#note(
            `${pc.red('error')} ${visibleLine(event.file)}:${position.line}:${position.column}: ${visible(text)}`,
          );
        }
        break;
      case 'declaration-started':
        this.#running.set(event.declaration, {
          declaration: event.declaration,
          since: performance.now(),
          expansions: 0,
          checks: 0,
          verifying: false,
        });
        this.#refresh();
        break;
      case 'search':
        this.#count(event);
        break;
      case 'verifying':
        this.#progress(event.declaration, (running) => {
          running.verifying = true;
        });
        break;
      case 'declaration-finished':
        this.#running.delete(event.report.declaration);
        this.#note(outcomeLine(event.report));
        break;
    }
  }

  finished(
    reports: readonly DeclarationReport[],
    files: readonly { readonly path: string; readonly out: string }[],
  ): void {
    clearInterval(this.#timer);
    if (this.#live) this.#update.clear();
    process.stdout.write(`\n${summaryTable(reports)}\n`);
    for (const report of reports)
      if (report.outcome.kind === 'proved') process.stdout.write(`\n${proofText(report)}\n`);
    const proved = reports.filter((report) => report.outcome.kind === 'proved').length;
    const total = secondsText((performance.now() - this.#started) / 1000);
    process.stdout.write(`\n${pc.bold(`${proved} of ${reports.length} proved`)} in ${total}\n`);
    for (const file of files) process.stdout.write(`written: ${visibleLine(file.out)}\n`);
  }

  #prepare(step: string, done: number): void {
    const bar = '█'.repeat(Math.round(done * 24)).padEnd(24, '░');
    this.#preparing = `preparing Lean, once: ${bar} ${Math.round(done * 100)}% ${step}`;
    if (this.#live) this.#draw();
    else if (step !== this.#lastStep) this.#note(`preparing Lean, once: ${step}`);
    this.#lastStep = step;
  }

  #count({ declaration, event }: Extract<FileEvent, { kind: 'search' }>): void {
    if (event.kind === 'expanded') this.#progress(declaration, (running) => running.expansions++);
    if (event.kind === 'tactic-checked') this.#progress(declaration, (running) => running.checks++);
  }

  #progress(declaration: OpenDeclaration, change: (running: Running) => void): void {
    const running = this.#running.get(declaration);
    if (running !== undefined) change(running);
  }

  /** A line that stays. */
  #note(line: string): void {
    if (this.#live) this.#update.clear();
    process.stderr.write(`${line}\n`);
    this.#refresh();
  }

  #refresh(): void {
    if (!this.#live) return;
    this.#timer ??= setInterval(() => this.#draw(), 200).unref();
    this.#draw();
  }

  #draw(): void {
    const lines = [...this.#running.values()].map(runningLine);
    this.#update([...(this.#preparing === '' ? [] : [this.#preparing]), ...lines].join('\n'));
  }
}

function runningLine({ declaration, since, expansions, checks, verifying }: Running): string {
  const elapsed = (performance.now() - since) / 1000;
  const doing = verifying
    ? 'verifying'
    : `${expansions} expansions, ${(checks / Math.max(elapsed, 0.1)).toFixed(0)} checks/s`;
  return `${pc.cyan('…')} ${shorten(visibleLine(declaration.name), 34).padEnd(34)} ${doing}, ${secondsText(elapsed)}`;
}
