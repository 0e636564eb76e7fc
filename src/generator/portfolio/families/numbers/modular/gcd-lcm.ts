/** Where the greatest common divisor and the least common multiple of two numbers are known, so is their product. */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import { readTerm } from '../../../term/term.ts';
import { isWritable } from '../../../term/walk.ts';
import type { GoalView } from '../../../view.ts';
import { solved } from '../polynomials/bilinear.ts';

interface Known {
  readonly fact: string;
  readonly value: bigint;
}

/** Facts such as `a.gcd b = 6`, by what they speak of. */
function known({ facts }: GoalView, operation: 'gcd' | 'lcm'): ReadonlyMap<string, Known> {
  const statement = new RegExp(`^(?:Nat\\.${operation} (\\S+)|([^\\s(]+)\\.${operation}) (\\S+) = (\\d+)$`, 'u');
  const found = facts.flatMap(({ name, type }) => {
    const [, first, receiver, second, value] = statement.exec(type.text) ?? [];
    return value === undefined
      ? []
      : [[`${first ?? receiver} ${second}`, { fact: name, value: BigInt(value) }] as const];
  });
  return new Map(found);
}

function tactics(view: GoalView): readonly string[] {
  const multiples = known(view, 'lcm');
  return [...known(view, 'gcd')].flatMap(([pair, divisor]) => {
    const multiple = multiples.get(pair);
    if (multiple === undefined || !isWritable(pair)) return [];
    const product = new NameSource(view.taken).next('hp');
    const start = [
      `have ${product} := Nat.gcd_mul_lcm ${pair}`,
      `rw [${divisor.fact}, ${multiple.fact}] at ${product}`,
    ];
    const statement = `${pair.replace(' ', ' * ')} = ${divisor.value * multiple.value}`;
    const type = readTerm(statement);
    const inside = { ...view, taken: new Set([...view.taken, product]) };
    return [
      [...start, 'first | omega | grind'].join('\n'),
      ...solved(inside, { name: product, type }).map((tactic) =>
        [...start, `replace ${product} : ${statement} := ${product}.symm`, tactic].join('\n'),
      ),
    ];
  });
}

export const gcdAndLcm: readonly Family[] = [{ name: 'gcd-lcm', propose: (view) => tactics(view).slice(0, 4) }];
