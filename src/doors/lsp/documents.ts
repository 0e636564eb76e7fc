import type { Position, Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem } from '../../data/problem.ts';
import type { Result } from '../../data/result.ts';
import type { SorryInfo } from '../../lean/index.ts';
import type { OpenFile } from '../../proving/index.ts';
import type { Workbench } from '../workbench/index.ts';
import { rangeOf } from './positions.ts';

export interface PlacedSorry {
  readonly sorry: SorryInfo;
  readonly range: Range;
}

interface Opening {
  readonly version: number;
  readonly file: Promise<Result<OpenFile, Problem>>;
  readonly stop: AbortController;
}

/** Documents as Lean sees them, each elaborated once a version; a newer version ends the work on an older one. */
export class ElaboratedDocuments {
  readonly #workbench: Workbench;
  readonly #openings = new Map<string, Opening>();

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  open(document: TextDocument): Promise<Result<OpenFile, Problem>> {
    const known = this.#openings.get(document.uri);
    if (known?.version === document.version) return known.file;
    known?.stop.abort();
    const stop = new AbortController();
    const file = this.#workbench.open({ name: document.uri, text: document.getText() }, stop.signal);
    this.#openings.set(document.uri, { version: document.version, file, stop });
    return file;
  }

  /** The goals at a place that has no `sorry`: of a tactic, or none. */
  async goalsAt(document: TextDocument, { line, character }: Position): Promise<readonly string[] | undefined> {
    await this.open(document);
    const signal = this.#openings.get(document.uri)?.stop.signal;
    if (signal === undefined) return undefined;
    const before = document.getText({ start: { line, character: 0 }, end: { line, character } });
    const place = { line: line + 1, column: [...before].length + 1 };
    const found = await this.#workbench.goalsAt({ name: document.uri, text: document.getText() }, place, signal);
    const [there] = found.ok ? found.value.places : [];
    return there === undefined || there.kind === 'none' ? undefined : there.goals;
  }

  close(uri: string): void {
    this.#openings.get(uri)?.stop.abort();
    this.#openings.delete(uri);
  }

  async sorries(document: TextDocument | undefined): Promise<readonly PlacedSorry[]> {
    if (document === undefined) return [];
    const file = await this.open(document);
    return file.ok ? file.value.sorries.map((sorry) => ({ sorry, range: rangeOf(document, sorry.range) })) : [];
  }
}
