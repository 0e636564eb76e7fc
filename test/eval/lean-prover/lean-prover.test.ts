import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { StatedTheorem } from '../../../src/data/benchmark/benchmark.ts';
import { theoremFile } from '../../../src/data/benchmark/theorem-jsonl.ts';
import { stepsOfProof } from '../../../src/data/proof-step.ts';
import { LeanProver } from '../../../src/eval/lean-prover/lean-prover.ts';
import { type Lean, openLean } from '../../../src/lean/index.ts';
import { fixedGenerator } from './fixed-generator.ts';

const stated = (statement: string, header = ''): StatedTheorem => ({
  kind: 'sorry',
  id: 'theorem',
  split: 'test',
  module: 'here',
  fileName: 'theorem.lean',
  text: theoremFile({ header, statement }),
  index: -1,
});

describe('an attempt in Lean', () => {
  let lean: Lean;
  before(async () => {
    const opened = await openLean({ workers: 1, lean: 'embedded' });
    assert.ok(opened.ok);
    lean = opened.value;
  });
  after(() => lean.close());

  async function attempt(theorem: StatedTheorem, ...tactics: string[]) {
    const prover = new LeanProver({ lean, generator: fixedGenerator(...tactics) });
    const { signal } = new AbortController();
    const result = await prover.attempt({ theorem, attempt: 0, seed: 1, budgets: { expansions: 12 }, signal });
    assert.ok(result.kind === 'finished');
    return result;
  }

  it('ends with a proof that a fresh Lean has verified', async () => {
    const { outcome, stats } = await attempt(stated('theorem t (a b : Nat) : a + b = b + a'), 'rfl', 'omega');
    assert.deepEqual(outcome, { kind: 'proved', script: 'omega' });
    assert.equal(stats.expansions, 1);
    assert.ok(stats.verifySeconds > 0 && stats.seconds > stats.verifySeconds);
  });

  it('keeps the graph of the search, with its proof and with what failed', async () => {
    const { trace } = await attempt(
      stated('theorem t (p q : Prop) (h : p) (g : q) : p ∧ q'),
      'constructor',
      'assumption',
      'rfl',
    );
    const steps = stepsOfProof(trace!, { theorem: 't', module: '', split: '' });
    assert.deepEqual(steps.map(({ tactic }) => tactic).toSorted(), ['assumption', 'assumption', 'constructor']);
    assert.ok(
      trace!.edges.some(({ tactic, outcome, message }) => tactic === 'rfl' && outcome === 'elaboration' && message),
    );
  });

  it('says so when nothing is left to try', async () => {
    const { outcome } = await attempt(stated('theorem t : 1 = 2'), 'rfl', 'omega');
    assert.deepEqual(outcome, { kind: 'failed' });
  });

  it('says which budget ran out', async () => {
    const { outcome } = await attempt(
      stated('theorem t (f : Nat → Nat) : f 0 < f 1'),
      'have := f 0',
      'have := f 1',
      'have := f 2',
    );
    assert.deepEqual(outcome, { kind: 'exhausted', budget: 'expansions' });
  });

  it('finds the statement invalid where Lean does not elaborate it', async () => {
    const { outcome } = await attempt(stated('theorem t : Nat.nothing_of_the_kind 1 = 2'), 'rfl');
    assert.equal(outcome.kind, 'invalid-statement');
    assert.match(outcome.kind === 'invalid-statement' ? outcome.message : '', /nothing_of_the_kind/);
  });

  it('does not take a sorry of the header for the one that is to be filled', async () => {
    const header = 'theorem helper : 1 = 1 := by sorry\n\n';
    const { outcome } = await attempt(stated('theorem t : Nat.nothing_of_the_kind 1 = 2', header), 'rfl');
    assert.equal(outcome.kind, 'invalid-statement');
  });

  it('may use lemmas of the header', async () => {
    const header = 'theorem helper (n : Nat) : n * 0 + n = n := by simp\n\n';
    const { outcome } = await attempt(stated('theorem t (n : Nat) : n * 0 + n = n', header), 'exact helper n');
    assert.deepEqual(outcome, { kind: 'proved', script: 'exact helper n' });
  });

  it('proves one sorry of a declaration that holds another', async () => {
    const text = 'theorem t (p q : Prop) (h : p) (g : q) : p ∧ q := ⟨sorry, sorry⟩\n';
    const first: StatedTheorem = { kind: 'sorry', id: 't', split: '', module: '', fileName: 't.lean', text, index: 0 };
    const { outcome } = await attempt(first, 'exact h');
    assert.deepEqual(outcome, { kind: 'proved', script: 'exact h' });
  });

  it('proves beside an error elsewhere in the file', async () => {
    const header = 'theorem broken : Nat.nothing_of_the_kind = 1 := rfl\n\n';
    const { outcome } = await attempt(stated('theorem t : 1 = 1', header), 'rfl');
    assert.deepEqual(outcome, { kind: 'proved', script: 'rfl' });
  });

  it('proves a theorem of the library from what its module imports', async () => {
    const theorem: StatedTheorem = {
      kind: 'library',
      id: 'Nat.lt_succ_of_lt',
      module: 'Init.Data.Nat.Basic',
      split: '',
    };
    const { outcome } = await attempt(theorem, 'intro n m h', 'exact Nat.le_succ_of_le h');
    assert.equal(outcome.kind, 'proved');
  });

  it('writes a proof flat where Lean does not know the sign of a block yet', async () => {
    const theorem: StatedTheorem = { kind: 'library', id: 'and_self', module: 'Init.SimpLemmas', split: '' };
    const tactics = ['intro p; apply propext; constructor', 'intro h; exact h.1', 'intro h; exact ⟨h, h⟩'];
    const { outcome } = await attempt(theorem, ...tactics);
    assert.deepEqual(outcome, { kind: 'proved', script: tactics.join('\n') });
  });

  it('finds a theorem invalid that its module does not have', async () => {
    const theorem: StatedTheorem = {
      kind: 'library',
      id: 'Nat.no_such_theorem',
      module: 'Init.Data.Nat.Basic',
      split: '',
    };
    const { outcome } = await attempt(theorem, 'rfl');
    assert.equal(outcome.kind, 'invalid-statement');
  });
});
