import type { Goal, Hypothesis } from '../../../src/data/goal.ts';

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
