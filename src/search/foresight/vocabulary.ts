import type { Goal } from '../../data/goal.ts';
import { borrowedNames, rootOf } from './borrowed-names.ts';

/** The names that tactics of one search use, and which of them mean nothing to Lean where the search began. */
export class Vocabulary {
  /** Names that Lean was asked about, with whether they mean nothing. */
  readonly #isUnknown = new Map<string, boolean>();
  /** Tactics that need names which mean nothing, with these. */
  readonly #doubtful = new Map<string, readonly string[]>();

  /** What was read off tactics: the same are proposed for many states. */
  readonly #borrowed = new Map<string, readonly string[]>();

  /** Names in the tactics that Lean was not asked about. */
  unasked(tactics: readonly string[]): readonly string[] {
    const names = tactics.flatMap((tactic) => this.#namesOf(tactic));
    return [...new Set(names)].filter((name) => !this.#isUnknown.has(name));
  }

  /** Enters what Lean said of names, and looks for them in the tactics. */
  learn(names: readonly string[], unknown: ReadonlySet<string>, tactics: readonly string[]): void {
    for (const name of names) this.#isUnknown.set(name, unknown.has(name));
    for (const tactic of tactics) {
      const missing = this.#namesOf(tactic).filter((name) => this.#isUnknown.get(name));
      if (missing.length > 0) this.#doubtful.set(tactic, missing);
    }
  }

  /** Does the tactic need a name that neither Lean nor the goals have? */
  lacksName(goals: readonly Goal[], tactic: string): boolean {
    const missing = this.#doubtful.get(tactic);
    if (missing === undefined) return false;
    const hypotheses = new Set(goals.flatMap((goal) => goal.hypotheses.map(({ name }) => name)));
    return missing.some((name) => !hypotheses.has(name) && !hypotheses.has(rootOf(name)));
  }

  #namesOf(tactic: string): readonly string[] {
    const read = this.#borrowed.get(tactic) ?? borrowedNames(tactic) ?? none;
    this.#borrowed.set(tactic, read);
    return read;
  }
}

const none: readonly string[] = [];
