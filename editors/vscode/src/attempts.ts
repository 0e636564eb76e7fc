import * as vscode from 'vscode';
import { type LanguageClient, WorkDoneProgress } from 'vscode-languageclient/node';
import type { Place, SearchAnswer } from './protocol';

export type Attempt = { readonly kind: 'searching' } | { readonly kind: 'unproved'; readonly why: string };

const titles = { 'ariadne.prove': 'Ariadne is searching', 'ariadne.disprove': 'Ariadne looks for a counterexample' };
export type SearchCommand = keyof typeof titles;

let tokens = 0;

/** Searches that were started from here: each with its progress and a button that cancels it, and what came of it. */
export class Attempts {
  readonly #client: () => LanguageClient;
  readonly #known = new Map<string, Attempt>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(client: () => LanguageClient) {
    this.#client = client;
  }

  /** What is known of a `sorry`, since its document was last read. */
  at(place: Place): Attempt | undefined {
    return this.#known.get(place.join('\n'));
  }

  /** The document has changed: what was found out about its `sorry`s, by their places, is no longer so. */
  forget(uri: string): void {
    for (const [key, { kind }] of this.#known) {
      if (key.startsWith(`${uri}\n`) && kind !== 'searching') this.#known.delete(key);
    }
  }

  /** Runs a search with a progress of its own. */
  run(command: SearchCommand, place: Place): Promise<SearchAnswer | null> {
    const options = { location: vscode.ProgressLocation.Notification, title: titles[command], cancellable: true };
    return Promise.resolve(
      vscode.window.withProgress(options, (progress, cancel) =>
        this.search(command, place, cancel, (message, done) => progress.report({ message, increment: done })),
      ),
    );
  }

  /** Proves one `sorry` after the other, until somebody cancels. */
  async runAll(places: readonly Place[]): Promise<void> {
    const title = `Ariadne proves ${places.length === 1 ? 'one sorry' : `${places.length} sorrys`}`;
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    await vscode.window.withProgress(options, async (progress, cancel) => {
      for (const [i, place] of places.entries()) {
        if (cancel.isCancellationRequested) return;
        progress.report({ increment: i === 0 ? 0 : 100 / places.length });
        const say = (message: string) => progress.report({ message: `${i + 1} of ${places.length}: ${message}` });
        await this.search('ariadne.prove', place, cancel, say);
      }
    });
  }

  async search(
    command: SearchCommand,
    place: Place,
    cancel: vscode.CancellationToken,
    say: (message: string, increment: number) => void,
  ): Promise<SearchAnswer | null> {
    const key = place.join('\n');
    const client = this.#client();
    const workDoneToken = `ariadne-${++tokens}`;
    let shown = 0;
    const progress = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind !== 'report') return;
      say(value.message ?? '', Math.max(0, (value.percentage ?? shown) - shown));
      shown = value.percentage ?? shown;
    });
    if (command === 'ariadne.prove') this.#set(key, { kind: 'searching' });
    try {
      const params = { command, arguments: [...place], workDoneToken };
      const answer: SearchAnswer | null = await client.sendRequest('workspace/executeCommand', params, cancel);
      const why = cancel.isCancellationRequested ? 'cancelled' : (answer?.why ?? answer?.outcome ?? '');
      if (command !== 'ariadne.prove') return answer;
      this.#set(key, answer?.outcome === 'proved' || why === '' ? undefined : { kind: 'unproved', why });
      return answer;
    } catch (error) {
      if (command === 'ariadne.prove') this.#set(key, undefined);
      if (cancel.isCancellationRequested) return null;
      void vscode.window.showErrorMessage(`Ariadne: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    } finally {
      progress.dispose();
    }
  }

  #set(key: string, attempt: Attempt | undefined): void {
    if (attempt === undefined) this.#known.delete(key);
    else this.#known.set(key, attempt);
    this.#changed.fire();
  }
}
