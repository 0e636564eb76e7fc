import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import { createGenerator, type TacticGenerator } from '../../../generator/index.ts';
import { type Lean, type OpenOptions, openLean } from '../../../lean/index.ts';
import { LeanProver } from '../../lean-prover/lean-prover.ts';
import { replHash } from '../../lean-prover/repl-hash.ts';
import type { Prover } from '../../prover.ts';
import { ariadneVersion } from '../../session-info.ts';
import type { Versions } from '../link/lane.ts';
import type { Assignment } from '../link/wire.ts';
import { fillOrder, type LocalChoices, sameEverywhere } from './generator-order.ts';
import { placeOfProject } from './project-sources.ts';
import { Shelf } from './shelf.ts';
import type { WorkOrder, WorkOutcome, Workshop } from './worker.ts';

export const versionsOf = (lean: Lean): Versions => ({
  ariadne: ariadneVersion(),
  lean: { version: lean.version.leanVersion, githash: lean.version.githash, repl: replHash(lean) },
});

/** What a worker decides by itself; `project` is a Lake project that has been built, for a native Lean. */
export type WorkshopChoices = LocalChoices & { readonly project?: string };

/** Does other work than attempts, with a Lean that has the limits which the work asks for. */
export type OtherWork = (order: WorkOrder, lean: Lean) => Promise<WorkOutcome>;

type AttemptWork = Extract<Assignment['work'], { kind: 'attempt' }>;

/** A prover remembers the files that it has opened, so that it is kept as long as what it is made of. */
interface Bench {
  readonly generator: TacticGenerator;
  readonly candidates: number;
  readonly prover: Prover;
}

/** Does work with real Leans and generators. They stay open for the work that comes next. */
export class LeanWorkshop implements Workshop, AsyncDisposable {
  readonly versions: Versions;
  readonly #native: boolean;
  readonly #options: OpenOptions;
  readonly #choices: WorkshopChoices;
  readonly #otherWork: OtherWork;
  readonly #leans: Shelf<Lean, Problem>;
  readonly #generators: Shelf<TacticGenerator, string>;
  readonly #benches = new WeakMap<Lean, Bench>();

  private constructor(
    lean: Lean,
    options: OpenOptions,
    choices: WorkshopChoices,
    otherWork: OtherWork,
    leans: Shelf<Lean, Problem>,
  ) {
    this.versions = versionsOf(lean);
    this.#native = lean.command.kind === 'native';
    this.#options = options;
    this.#choices = choices;
    this.#otherWork = otherWork;
    this.#leans = leans;
    this.#generators = new Shelf((generator) => generator.close());
  }

  /** Starts a Lean, to see which one it is; it is kept for the first work. */
  static async open(
    options: OpenOptions & Required<Pick<OpenOptions, 'limits'>>,
    choices: WorkshopChoices,
    otherWork: OtherWork,
  ): Promise<Result<LeanWorkshop, Problem>> {
    const leans = new Shelf<Lean, Problem>((lean) => lean.close());
    const first = await leans.borrow(JSON.stringify([options.limits, {}]), () => openLean(options));
    if (!first.ok) return first;
    first.value.release();
    return ok(new LeanWorkshop(first.value.value, options, choices, otherWork, leans));
  }

  async work(order: WorkOrder): Promise<WorkOutcome> {
    const { limits, project } = order.assignment;
    const checkout = { native: this.#native, checkout: this.#choices.project };
    const place = project === undefined ? ok({}) : await placeOfProject(project, order.cache, checkout);
    if (!place.ok) return { kind: 'refused', reason: place.error };
    const options = { ...this.#options, limits, ...place.value };
    const lean = await this.#leans.borrow(JSON.stringify([limits, place.value]), () => openLean(options));
    if (!lean.ok) return { kind: 'refused', reason: lean.error.message };
    try {
      const { work } = order.assignment;
      if (work.kind !== 'attempt') return await this.#otherWork(order, lean.value.value);
      return await this.#attempt(order, work, lean.value.value);
    } finally {
      lean.value.release();
    }
  }

  async #attempt(
    { theorem, attempt, seed, cache, signal }: WorkOrder,
    work: AttemptWork,
    lean: Lean,
  ): Promise<WorkOutcome> {
    const key = JSON.stringify([work.generator, work.generatorName]);
    const generator = await this.#generators.borrow(key, () => this.#open(work, cache));
    if (!generator.ok) return { kind: 'refused', reason: generator.error };
    try {
      const { budgets } = work;
      const { prover } = this.#bench(lean, generator.value.value, work.candidates);
      const result = await prover.attempt({ theorem, attempt, seed, budgets, signal });
      if (result.kind === 'cancelled') return result;
      if (result.kind === 'stopped') return { kind: 'refused', reason: result.problem.message };
      const { outcome, stats, trace } = result;
      return { kind: 'done', result: { kind: 'attempt', outcome, stats, ...(trace && { trace }) } };
    } finally {
      generator.value.release();
    }
  }

  async #open(work: AttemptWork, cache: WorkOrder['cache']): Promise<Result<TacticGenerator, string>> {
    const options = await fillOrder(work.generator, cache, this.#choices);
    if (!options.ok) return options;
    const created = await createGenerator(options.value);
    if (!created.ok) return fail(created.error.message);
    const generator = created.value;
    if (sameEverywhere(generator.name) === sameEverywhere(work.generatorName)) return ok(generator);
    await generator.close();
    return fail(`its tactics would come from ${generator.name}, and not from ${work.generatorName}`);
  }

  #bench(lean: Lean, generator: TacticGenerator, candidates: number): Bench {
    const known = this.#benches.get(lean);
    if (known?.generator === generator && known.candidates === candidates) return known;
    const bench = { generator, candidates, prover: new LeanProver({ lean, generator, search: { candidates } }) };
    this.#benches.set(lean, bench);
    return bench;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#generators[Symbol.asyncDispose]();
    await this.#leans[Symbol.asyncDispose]();
  }
}
