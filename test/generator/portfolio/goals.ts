import type { Goal, Hypothesis } from '../../../src/data/goal.ts';
import type { PriorTable } from '../../../src/generator/portfolio/index.ts';

/** Priors of somebody who has seen nothing: families and ranks are alike. */
export const noCounts: PriorTable = { command: '', theorems: { tried: 0, proved: 0 }, counts: {} };

const plain = { isInstance: false, constructors: [] };

export const natural = (name: string): Hypothesis => ({
  ...plain,
  name,
  type: 'Nat',
  isProp: false,
  head: 'Nat',
  constructors: ['zero', 'succ'],
});

export const fact = (name: string, type: string, head: string, constructors: readonly string[] = []): Hypothesis => ({
  ...plain,
  name,
  type,
  isProp: true,
  head,
  constructors,
});

export function goal(
  hypotheses: readonly Hypothesis[],
  target: string,
  head: string,
  constants: readonly string[],
): Goal {
  const lines = hypotheses.map(({ name, type }) => `${name} : ${type}`);
  return { tag: '', pretty: [...lines, `⊢ ${target}`].join('\n'), hypotheses, target, head, constants };
}
