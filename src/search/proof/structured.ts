/** Proofs that name what they get: `induction … with | zero => …`, `obtain ⟨x, h⟩ := …`, `intro x h`. */
import type { Goal } from '../../data/goal.ts';
import { identifiers } from '../foresight/text.ts';
import type { ProofBranch, ProofTree } from './proof.ts';

/** A tactic that splits by constructors and does nothing else. */
const splitting = /^(?:unhygienic )?((?:induction|cases|fun_induction|fun_cases) (?:(?! with\b)[^\n;|])+)$/;
const casesOn = /^(?:unhygienic )?cases ([\p{L}_][\p{L}\p{N}_'!?.]*)$/u;
const introducing = /^(?:unhygienic )?intros$/;

/** The proof with a first tactic that gives names to what it makes, the best names first; none, where there is nothing to name. */
export function structured(proof: ProofTree): readonly ProofTree[] {
  const { tactic, branches, alternatives } = proof;
  const names = branches.map((branch) => newNames(proof, branch));
  const [own = []] = names;
  if (alternatives !== undefined || names.includes(undefined)) return [];
  if (introducing.test(tactic) && branches.length === 1 && own.length > 0) {
    return versions(proof, (given) => ({ tactic: `intro ${given[0]!.join(' ')}` }));
  }
  const taken = casesOn.exec(tactic)?.[1];
  if (taken !== undefined && branches.length === 1) {
    return versions(proof, (given) => ({ tactic: `obtain ⟨${given[0]!.join(', ')}⟩ := ${taken}` }));
  }
  const split = splitting.exec(tactic)?.[1];
  const tags = branches.map(({ proof: { goals } }) => goals[0]?.tag.split('.').at(-1) ?? '');
  if (split === undefined || branches.length < 2 || new Set(tags).size < tags.length || tags.includes('')) return [];
  return versions(proof, (given) => ({
    tactic: split,
    alternatives: tags.map((tag, branch) => [tag, ...given[branch]!].join(' ')),
  }));
}

/** What of the first goal of a branch has a name, or needs one, that the goal above does not have, in order. */
function newNames({ goals }: ProofTree, branch: ProofBranch): readonly string[] | undefined {
  const [goal, ...others] = branch.proof.goals;
  if (goal === undefined || others.length > 0) return undefined;
  const before = new Set(goals[0]?.hypotheses.map(({ name }) => name));
  return goal.hypotheses.map(({ name }) => name).filter((name) => !before.has(name));
}

type Naming = (names: readonly (readonly string[])[]) => Pick<ProofTree, 'tactic' | 'alternatives'>;

/** With names as people choose them, and with those that Lean gave. */
function versions(proof: ProofTree, naming: Naming): readonly ProofTree[] {
  const all = proof.branches.map((branch) => {
    const given = newNames(proof, branch) ?? [];
    return { given, better: betterNames(given, branch.proof.goals[0], /induction /.test(proof.tactic)) };
  });
  const plain = { ...proof, ...naming(all.map(({ given }) => given.map(speakable))) };
  if (all.every(({ better }) => better.size === 0)) return [plain];
  const branches = proof.branches.map((branch, place) => ({
    ...branch,
    proof: renamed(branch.proof, all[place]!.better),
  }));
  const names = all.map(({ given, better }) => given.map((name) => speakable(better.get(name) ?? name)));
  return [{ ...proof, ...naming(names), branches }, plain];
}

/** What nobody can write need not be named. */
const speakable = (name: string): string => (name.includes('✝') ? '_' : name);

/** `ih` for the one fact that an induction gives, and no number where the name without it is free. */
function betterNames(
  names: readonly string[],
  goal: Goal | undefined,
  isInduction: boolean,
): ReadonlyMap<string, string> {
  const taken = new Set(goal?.hypotheses.map(({ name }) => name));
  const facts =
    goal?.hypotheses.filter(({ name, isProp }) => isProp && names.includes(name)).map(({ name }) => name) ?? [];
  const better = new Map<string, string>();
  for (const name of names) {
    const wish = isInduction && facts.length === 1 && name === facts[0] ? 'ih' : name.replace(/_\d+$/, '');
    if (wish === name || taken.has(wish)) continue;
    taken.add(wish);
    better.set(name, wish);
  }
  return better;
}

function renamed(proof: ProofTree, better: ReadonlyMap<string, string>): ProofTree {
  if (better.size === 0) return proof;
  const rename = (text: string): string => {
    const used = new Set(identifiers(text));
    const texts = [...used].filter((name) => better.has(name.split('.')[0] ?? ''));
    return texts.reduce((whole, name) => replaceName(whole, name.split('.')[0]!, better), text);
  };
  const branches = proof.branches.map((branch) => ({ ...branch, proof: renamed(branch.proof, better) }));
  return { ...proof, tactic: rename(proof.tactic), branches };
}

function replaceName(text: string, name: string, better: ReadonlyMap<string, string>): string {
  const literal = name.replaceAll(/[?.!]/g, '\\$&');
  return text.replaceAll(
    new RegExp(`(?<![\\p{L}\\p{N}_'!?.])${literal}(?![\\p{L}\\p{N}_'!?])`, 'gu'),
    better.get(name)!,
  );
}

/** The same closing tactic behind each of the goals that a tactic leaves, written once. */
export function merged(proof: ProofTree): readonly ProofTree[] {
  const { tactic, branches, alternatives } = proof;
  const [first, ...others] = branches.map((branch) => branch.proof);
  if (first === undefined || others.length === 0 || alternatives !== undefined || tactic.includes('\n')) return [];
  const isSame = (other: ProofTree): boolean => other.branches.length === 0 && other.tactic === first.tactic;
  if (![first, ...others].every(isSame) || /[\n;|]/.test(first.tactic)) return [];
  return [{ ...proof, tactic: `${tactic} <;> ${first.tactic}`, branches: [] }];
}
