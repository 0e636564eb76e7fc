import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Lean, SessionState } from '../../../src/lean/index.ts';
import { borrowedNames, rootOf } from '../../../src/search/foresight/borrowed-names.ts';
import { openTestLean } from '../open-test-lean.ts';

const signal = new AbortController().signal;

const file = `import Std
namespace Own
def twice (n : Nat) : Nat := n + n
structure Pair where (left right : Nat)
end Own
open Own
notation "cake" => 3
variable (sectional : Nat)
theorem t (n : Nat) (p : Pair) (h : n = sectional) : twice n = n + n := by sorry
`;

const Steps = z.object({ steps: z.array(z.object({ state: z.string(), tactic: z.string() })) });
const Attempt = z.object({ outcome: z.object({ kind: z.string(), script: z.string().optional() }) });

const linesOf = (text: string): readonly unknown[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** The names that a printed state has. */
const hypothesesOf = (state: string): ReadonlySet<string> =>
  new Set(state.split('\n').flatMap((line) => /^(\S[^⊢:]*?) : /.exec(line)?.[1]?.split(' ') ?? []));

/** Tactics that Lean has accepted, each with the hypotheses that there were. */
function accepted(): readonly { readonly tactic: string; readonly hypotheses: ReadonlySet<string> }[] {
  const root = new URL('../../../', import.meta.url);
  const steps = gunzipSync(
    readFileSync(new URL('benchmarks/library/steps/random-train.theorems.jsonl.gz', root)),
  ).toString();
  const scripts = ['library_random', 'library_random_mix', 'library_novel'].flatMap((run) =>
    linesOf(readFileSync(new URL(`results/${run}/attempts.jsonl`, root), 'utf8')).map((line) => Attempt.parse(line)),
  );
  return [
    ...linesOf(steps)
      .flatMap((line) => Steps.parse(line).steps)
      .map(({ state, tactic }) => ({ tactic, hypotheses: hypothesesOf(state) })),
    // A library theorem is stated without hypotheses: all that its script names it introduces itself.
    ...scripts.flatMap(({ outcome: { kind, script } }) =>
      kind === 'proved' && script !== undefined ? [{ tactic: script, hypotheses: new Set<string>() }] : [],
    ),
  ];
}

describe('names that mean nothing', () => {
  let lean: Lean;
  let state: SessionState;

  before(async () => {
    lean = await openTestLean();
    const loaded = await lean.loadFile(file, 'Names.lean');
    assert.ok(loaded.ok);
    const started = await lean.startSorry(loaded.value, 0);
    assert.ok(started.ok);
    state = started.value[0]!.state;
  });

  after(() => lean.close());

  const unknownOf = async (...names: string[]): Promise<readonly string[]> => [
    ...((await lean.unknownNames?.(state, names, signal)) ?? []),
  ];

  it('are those that no constant, no namespace opened, no hypothesis and no variable has', async () => {
    const known = [
      'Nat.add_comm',
      'twice',
      'Own.twice',
      '_root_.Own.twice',
      'Pair.left',
      'n',
      'p.left',
      'h.symm',
      'sectional',
    ];
    const unknown = ['Nat.foo', 'thrice', 'Own.thrice', 'Pair.middle', 'm', 'List.foo', 'le_refl'];
    assert.deepEqual(await unknownOf(...known, ...unknown), unknown);
  });

  it('are not those that Lean makes when they are asked for, nor fields of facts', async () => {
    assert.deepEqual(
      await unknownOf('Own.twice.eq_1', 'twice.eq_def', 'List.map.induct', 'Nat.add_comm.symm', 'List.comp', 'Nat.rec'),
      [],
    );
  });

  it('are not words of the syntax, sets of `simp`, or procedures built into it', async () => {
    assert.deepEqual(await unknownOf('if', 'fun', 'cake', 'simprocs', 'seval', 'Nat.reduceMul', 'reduceIte'), []);
  });

  it('are in none of thousands of tactics that Lean has accepted', async () => {
    const needed = accepted().map(({ tactic, hypotheses }) => ({
      tactic,
      names: (borrowedNames(tactic) ?? []).filter((name) => !hypotheses.has(name) && !hypotheses.has(rootOf(name))),
    }));
    const names = [...new Set(needed.flatMap((each) => each.names))];
    assert.ok(names.length > 1000, `${names.length} names`);
    assert.ok(needed.filter((each) => each.names.length > 0).length > 2000);
    assert.deepEqual(await unknownOf(...names), []);
  });
});
