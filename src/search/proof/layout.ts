import type { Script } from '../../contracts/script.ts';
import { GoalList } from './goal-list.ts';
import type { ProofBranch, ProofTree } from './proof.ts';

/**
 * Writes proofs as a tactic script, the way a person would: one tactic a line, a single remaining state continued on
 * the same level, several independent states each in a `·` block (the last one of `have` goes on flat).
 *
 * What it assumes of Lean: a tactic acts on the first goal, and the goals that it leaves take that goal's place at the
 * front of the list; `·` takes the first goal and must close it; `rotate_left n` moves the first `n` goals to the end.
 * Branches come in the order of their first goals, with the positions of all their goals in the list.
 *
 * A state of several coupled goals cannot go into a `·` block, which holds one goal. So independent single goals are
 * closed first, each brought to the front by `rotate_left` where coupled goals stand before it; a single coupled state
 * then has the list to itself and continues flat. Where there are two or more, each is continued flat with the goals of
 * the next behind it. Coupled states whose goals interleave are sorted apart with `case'` and names given for the
 * purpose. A tactic that could reach goals behind the first, such as `all_goals`, is held to the first by `focus`.
 */
export function scriptOf(branches: readonly ProofBranch[]): Script {
  return new Layout().write(branches, 0);
}

const bullet = (block: Script): Script => block.map((line, index) => (index === 0 ? '· ' : line && '  ') + line);

/**
 * The script with the blocks of `·` written flat, for a Lean that does not know the sign yet, as in the first modules of its own
 * library: a block closes the first goal, and so do its lines without it. Says nothing of whether Lean agrees.
 */
export function withoutBullets(script: Script): Script {
  const from = script.findIndex((line) => /^\s*· /.test(line));
  if (from < 0) return script;
  const margin = script[from]!.indexOf('·');
  const after = script.findIndex((line, at) => at > from && line !== '' && !line.startsWith(' '.repeat(margin + 1)));
  const to = after < 0 ? script.length : after;
  const block = script.slice(from, to).map((line) => line.slice(0, margin) + line.slice(margin + 2));
  return withoutBullets([...script.slice(0, from), ...block, ...script.slice(to)]);
}

class Layout {
  #names = 0;

  /** Before: the goals of the branches, then `behind` others. After: those others alone, in the same order. */
  write(branches: readonly ProofBranch[], behind: number, lastFlat = false): Script {
    const [only] = branches;
    if (only !== undefined && branches.length === 1) return this.#proof(only.proof, behind);
    const owners = ownersOfGoals(branches);
    const list = new GoalList(owners.length + behind);
    const isSingle = (goal: number) => owners[goal]?.positions.length === 1;
    for (let place = list.goals.findIndex(isSingle); place >= 0; place = list.goals.findIndex(isSingle)) {
      if (lastFlat && list.goals.length === behind + 1) break;
      list.rotate(place);
      this.#proveFirst(list, owners, (proof) => bullet(this.#proof(proof, 0)));
    }
    list.realign();
    while (list.goals.length > behind) {
      this.#proveFirst(list, owners, (proof, others) => this.#proof(proof, others));
    }
    return list.lines;
  }

  /** Proves the state that the first goal of the list belongs to. */
  #proveFirst(
    list: GoalList,
    owners: readonly ProofBranch[],
    write: (proof: ProofTree, others: number) => Script,
  ): void {
    const owner = owners[list.goals[0] ?? owners.length];
    if (owner === undefined) throw new Error('a goal of a proof belongs to none of its branches');
    const own = list.goals.filter((goal) => owners[goal] === owner);
    list.gather(own, () => `goal_${++this.#names}`);
    list.prove(own, write(owner.proof, list.goals.length - own.length));
  }

  #alternatives({ tactic, branches }: ProofTree, patterns: readonly string[]): Script {
    return [
      `${tactic} with`,
      ...branches.flatMap(({ proof }, place) => alternative(patterns[place] ?? '_', this.#proof(proof, 0))),
    ];
  }

  #proof(tree: ProofTree, behind: number): Script {
    const lines: string[] = [];
    let current = tree;
    for (;;) {
      if (current.alternatives !== undefined) return [...lines, ...this.#alternatives(current, current.alternatives)];
      lines.push(...linesOf(current.tactic, behind > 0 || current.goals.length > 1));
      const [next] = current.branches;
      if (next === undefined || current.branches.length > 1) break;
      current = next.proof;
    }
    for (const line of this.write(current.branches, behind, leavesMainGoalLast(current.tactic))) lines.push(line);
    return lines;
  }
}

const alternative = (pattern: string, block: Script): Script =>
  block.length === 1
    ? [`| ${pattern} => ${block[0]}`]
    : [`| ${pattern} =>`, ...block.map((line) => line && `  ${line}`)];

/** Tactics after which one proves a claim in a block, then goes on with the goal that the claim was made for. */
const leavesMainGoalLast = (tactic: string): boolean => /^have\b/.test(tactic);

/** What a tactic may hold that lets it act on goals behind the first: combinators, and steps after one that closes. */
const reachingBehind = /\b(all_goals|any_goals|rotate_left|rotate_right|repeat1?|iterate|case|next)\b|(?<!<);|\n/;

/** The lines of a tactic that acts on the first goal alone, as it did in the search, whatever goals stand behind it. */
function linesOf(tactic: string, othersBehind: boolean): Script {
  const lines = tactic.split('\n');
  if (!othersBehind || !reachingBehind.test(tactic)) return lines;
  return lines.length === 1 ? [`focus ${tactic}`] : ['focus', ...lines.map((line) => line && `  ${line}`)];
}

/** For each goal, in the order of the list, the branch that it belongs to. */
const ownersOfGoals = (branches: readonly ProofBranch[]): readonly ProofBranch[] =>
  branches
    .flatMap((branch) => branch.positions.map((position) => ({ branch, position })))
    .toSorted((a, b) => a.position - b.position)
    .map(({ branch }) => branch);
