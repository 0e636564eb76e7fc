import fc from 'fast-check';
import type { Game } from './game.ts';

const stateName = (index: number) => `s${index}`;

/** Games of up to a dozen states, with cycles, dead ends, repeated targets and refused tactics; they start at `s0`. */
export const arbitraryGame: fc.Arbitrary<Game> = fc.integer({ min: 1, max: 12 }).chain((states) => {
  const target = fc.integer({ min: 0, max: states - 1 }).map(stateName);
  const outcome = fc.oneof(
    { weight: 6, arbitrary: fc.array(target, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant<readonly string[]>([]) },
    { weight: 1, arbitrary: fc.constant('timeout' as const) },
  );
  const tactics = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), outcome, { maxKeys: 4 });
  return fc
    .array(tactics, { minLength: states, maxLength: states })
    .map((rows) => Object.fromEntries(rows.map((row, index) => [stateName(index), row])));
});

/** The states of a game that can be proved: the naive least fixed point. */
export function provableStates(game: Game): ReadonlySet<string> {
  const provable = new Set<string>();
  for (let size = -1; size < provable.size; ) {
    size = provable.size;
    for (const [state, tactics] of Object.entries(game)) {
      const closes = (left: readonly string[] | string) =>
        typeof left !== 'string' && left.every((name) => provable.has(name));
      if (Object.values(tactics).some(closes)) provable.add(state);
    }
  }
  return provable;
}
