import { deriveSeed } from '../seed.ts';

export const splitNames = ['train', 'valid', 'test'] as const;
export type SplitName = (typeof splitNames)[number];

/** Of a thousand: the rest is for training. */
const share = { test: 50, valid: 50 };

/** What a split is decided by. */
export interface SplitTheorem {
  readonly name: string;
  readonly module: string;
  /** Equal for theorems that state the same up to names. */
  readonly statementHash: string;
}

export interface SplitResult<T> {
  readonly splits: Readonly<Record<SplitName, readonly T[]>>;
  /** Left out because a theorem of a held-out module states the same. */
  readonly nearDuplicates: readonly T[];
}

/** By hash of the name. Theorems that state the same go together, where the first of their names goes. */
export function randomSplits<T extends SplitTheorem>(theorems: readonly T[]): SplitResult<T> {
  const groups = Map.groupBy(theorems, ({ statementHash }) => statementHash);
  const sides = new Map<string, SplitName>();
  for (const [statement, group] of groups) {
    const [first] = group.map(({ name }) => name).toSorted();
    sides.set(statement, drawSplit('name', first!));
  }
  return { splits: separate(theorems, ({ statementHash }) => sides.get(statementHash)!), nearDuplicates: [] };
}

/**
 * Whole modules are held out, by hash of the module's name. What is stated on two sides stays on the side that is held
 * out further: test, then valid, then train; so nobody can train on what is tested.
 */
export function novelSplits<T extends SplitTheorem>(theorems: readonly T[]): SplitResult<T> {
  const sides = new Map(
    [...new Set(theorems.map(({ module }) => module))].map((module) => [module, drawSplit('module', module)]),
  );
  const sideOf = ({ module }: T) => sides.get(module)!;
  const rank = (side: SplitName) => splitNames.indexOf(side);
  const furthest = new Map<string, SplitName>();
  for (const theorem of theorems) {
    const side = sideOf(theorem);
    if (rank(side) > rank(furthest.get(theorem.statementHash) ?? 'train')) furthest.set(theorem.statementHash, side);
  }
  const stays = (theorem: T) => (furthest.get(theorem.statementHash) ?? 'train') === sideOf(theorem);
  return {
    splits: separate(theorems.filter(stays), sideOf),
    nearDuplicates: theorems.filter((theorem) => !stays(theorem)),
  };
}

function drawSplit(...key: readonly string[]): SplitName {
  const draw = deriveSeed('library-split', ...key) % 1000;
  if (draw < share.test) return 'test';
  return draw < share.test + share.valid ? 'valid' : 'train';
}

function separate<T>(theorems: readonly T[], sideOf: (theorem: T) => SplitName): Record<SplitName, readonly T[]> {
  const { train = [], valid = [], test = [] } = Object.groupBy(theorems, sideOf);
  return { train, valid, test };
}
