/**
 * What a Lean costs over its life: from the shell to the prompt, the first tactics of a worker, its first ten seconds, verdicts
 * by length of the file, memory. Only what every version has is used, so that another checkout can be measured in the same
 * hour with the same tactics.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Lean, LeanEvent, LoadedFile, openLean as Open, SessionState } from '../../src/lean/index.ts';
import { groupMemory } from '../../src/lean/process/memory.ts';

export interface LifetimeOptions {
  /** The checkout whose Lean is measured. */
  readonly checkout: string;
  readonly rounds: number;
}

/** A line of the table: what, and how much. */
export type Row = readonly [what: string, measured: string];

/** Measures the Lean of a checkout. */
export async function lifetime({ checkout, rounds }: LifetimeOptions): Promise<readonly Row[]> {
  const { openLean } = (await import(join(checkout, 'src/lean/index.ts'))) as { openLean: typeof Open };
  return new Lifetime(openLean, checkout, rounds).measure();
}

const statement = '∀ (p q : Prop) (a b c : Nat), p ∧ q → a ≤ b → b ≤ c → (q ∧ p) ∧ a ≤ c';
const intro = 'intro p q a b c h hab hbc';
const four = ['simp_all', 'omega', 'grind', 'cases h <;> omega'];
const never = new AbortController().signal;
const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly milliseconds: number }> {
  const start = performance.now();
  const value = await work();
  return { value, milliseconds: performance.now() - start };
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

/** In milliseconds. */
interface FirstTactics {
  readonly process: number;
  readonly first: number;
  readonly next: number;
}

class Lifetime {
  readonly #openLean: typeof Open;
  readonly #checkout: string;
  readonly #rounds: number;

  constructor(openLean: typeof Open, checkout: string, rounds: number) {
    this.#openLean = openLean;
    this.#checkout = checkout;
    this.#rounds = rounds;
  }

  async measure(): Promise<readonly Row[]> {
    await this.#proveEasy();
    const easy: number[] = [];
    const first: FirstTactics[] = [];
    for (let round = 0; round < this.#rounds; round++) {
      easy.push(await this.#proveEasy());
      first.push(await this.#firstTactics());
    }
    const tenSeconds = await this.#firstSeconds();
    const share = tenSeconds.reduce((a, b) => a + b, 0) / (10 * median(tenSeconds.slice(5)));
    const rows: Row[] = [
      ['ariadne prove, one easy theorem, return key to prompt', seconds(median(easy))],
      ['Lean opened', seconds(median(first.map((each) => each.process)))],
      ['first four tactics of the first worker', seconds(median(first.map((each) => each.first)))],
      ['a second worker: start and first four tactics', seconds(median(first.map((each) => each.next)))],
      ['rounds a second in the first ten seconds of a second worker', tenSeconds.join(' ')],
      ['  as a share of its steady rate', `${(100 * share).toFixed(0)} %`],
    ];
    for (const lines of [10, 50, 200]) {
      await using lean = await this.#open(1);
      rows.push([`verdict, file of ${lines} lines`, seconds(await this.#verdict(lean, lines))]);
    }
    for (const workers of [1, 2, 4]) {
      rows.push([`memory of ${workers} workers`, `${((await this.#memoryOf(workers)) / 2 ** 20).toFixed(0)} MiB`]);
    }
    return rows;
  }

  async #open(workers: number, onEvent: (event: LeanEvent) => void = () => {}): Promise<Lean> {
    const opened = await this.#openLean({ lean: 'embedded', workers, onEvent });
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  }

  /** `ariadne prove` of one easy theorem, from the return key to the prompt. */
  async #proveEasy(): Promise<number> {
    const folder = mkdtempSync(join(tmpdir(), 'ariadne-easy-'));
    try {
      const file = join(folder, 'Easy.lean');
      writeFileSync(file, 'theorem easy (a b : Nat) : a + b = b + a := by sorry\n');
      const launcher = join(this.#checkout, 'bin/ariadne.js');
      const run = () => execa(process.execPath, [launcher, 'prove', file], { reject: false });
      const { milliseconds, value } = await timed(run);
      if (value.exitCode !== 0) throw new Error(value.stderr);
      return milliseconds;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Milliseconds from nothing to the four tactics' end, of the first worker and of one that comes when another is there. */
  async #firstTactics(): Promise<FirstTactics> {
    const { value: lean, milliseconds } = await timed(() => this.#open(2));
    try {
      const state = await introduced(lean);
      const first = await timed(() => roundOf(lean, state));
      // One worker is kept busy, so that a second one takes these.
      const busy = lean.run(
        state,
        Array.from({ length: 400 }, () => 'omega'),
        never,
      );
      const next = await timed(async () => roundOf(lean, await introduced(lean)));
      await busy;
      return { process: milliseconds, first: first.milliseconds, next: next.milliseconds };
    } finally {
      await lean.close();
    }
  }

  /** Rounds of the four tactics in each of the first ten seconds of a second worker, while nothing else runs. */
  async #firstSeconds(): Promise<readonly number[]> {
    const lean = await this.#open(2);
    try {
      const state = await introduced(lean);
      for (const end = performance.now() + 10_000; performance.now() < end; ) await roundOf(lean, state);
      const counts = new Array<number>(10).fill(0);
      const fresh = await freshState(lean, state);
      const start = performance.now();
      for (let now = start; now < start + 10_000; now = performance.now()) {
        await roundOf(lean, fresh);
        const second = Math.floor((performance.now() - start) / 1000);
        if (second < 10) counts[second] = (counts[second] ?? 0) + 1;
      }
      return counts;
    } finally {
      await lean.close();
    }
  }

  async #verdict(lean: Lean, lines: number): Promise<number> {
    const text = fileOf(lines);
    const loaded = await lean.loadFile(text, 'Verdict.lean');
    if (!loaded.ok) throw new Error(loaded.error.message);
    const started = await lean.startSorry(loaded.value, 0);
    if (!started.ok) throw new Error('the sorry does not start');
    const params = { original: text, completed: text.replace('sorry', 'omega'), fileName: 'Verdict.lean' };
    const measured: number[] = [];
    for (let round = 0; round < this.#rounds; round++) {
      const checked = await timed(() => lean.checkProof({ ...params, declarations: targets(loaded.value) } as never));
      const verdict = checked.value.ok && checked.value.value.results[0]?.verdict;
      if (verdict !== 'verified') throw new Error(JSON.stringify(checked.value));
      measured.push(checked.milliseconds);
    }
    return median(measured);
  }

  /** Bytes that a number of workers take together after their first tactics. */
  async #memoryOf(workers: number): Promise<number> {
    const pids = new Set<number>();
    const lean = await this.#open(workers, (event) => {
      if (event.kind === 'worker-started') pids.add(event.pid);
    });
    try {
      const states = await Promise.all(Array.from({ length: workers }, () => introduced(lean)));
      await Promise.all(states.map((state) => lean.run(state, [...four, ...four, ...four, ...four], never)));
      return [...pids].reduce((sum, pid) => sum + groupMemory(pid), 0);
    } finally {
      await lean.close();
    }
  }
}

async function introduced(lean: Lean): Promise<SessionState> {
  const started = await lean.startStatement(statement);
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  const [outcome] = await lean.run(started.value[0]!.state, [intro], never);
  if (outcome?.kind !== 'progress') throw new Error(JSON.stringify(outcome));
  return outcome.states[0]!.state;
}

async function roundOf(lean: Lean, state: SessionState): Promise<void> {
  const outcomes = await lean.run(state, four, never);
  lean.release(outcomes.flatMap((outcome) => (outcome.kind === 'progress' ? outcome.states.map((s) => s.state) : [])));
}

/** The state in a worker of its own: the other one is busy while it is made. */
async function freshState(lean: Lean, state: SessionState): Promise<SessionState> {
  const stop = new AbortController();
  const busy = lean.run(
    state,
    Array.from({ length: 4_000 }, () => 'omega'),
    stop.signal,
  );
  const fresh = await introduced(lean);
  stop.abort();
  await busy;
  return fresh;
}

/** A file of about so many lines with one `sorry` at its end. */
function fileOf(lines: number): string {
  const lemma = (i: number): string =>
    `theorem lemma_${i} (xs : List Nat) (a b : Nat) : (xs ++ [a + b]).length = xs.length + ${i} - ${i} + 1 := by\n  simp\n`;
  const lemmas = Array.from({ length: Math.floor(lines / 3) }, (_, i) => lemma(i));
  return `${lemmas.join('\n')}\ntheorem last (a b : Nat) : a + b = b + a := by\n  sorry\n`;
}

/** How the judge of this version names declarations: by command, or by name. */
const targets = ({ sorries }: LoadedFile): unknown[] =>
  sorries.map((sorry) => ('command' in sorry ? sorry.command : Reflect.get(sorry, 'checkName')));
