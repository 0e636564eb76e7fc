import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Candidate } from '../../../src/contracts/generator.ts';
import type { Goal } from '../../../src/data/goal.ts';
import { createPortfolio } from '../../../src/generator/portfolio/index.ts';
import { fact, goal, natural } from './goals.ts';

const portfolio = createPortfolio();

async function candidates(
  goals: readonly Goal[],
  count = 1000,
  localTheorems: readonly string[] = [],
): Promise<readonly Candidate[]> {
  const theorem = { name: 'it', localTheorems };
  const [proposal] = await portfolio.propose([{ theorem, goals, count, seed: 0 }], new AbortController().signal);
  assert.equal(proposal?.kind, 'candidates');
  return proposal?.kind === 'candidates' ? proposal.candidates : [];
}

const tactics = async (theGoal: Goal, localTheorems: readonly string[] = []): Promise<ReadonlySet<string>> =>
  new Set((await candidates([theGoal], 1000, localTheorems)).map(({ tactic }) => tactic));

const commutativity = goal([natural('a'), natural('b')], 'add a b = add b a', 'Eq', ['Nat', 'Eq', 'add']);

describe('proposals', () => {
  test('probabilities of all candidates of a goal sum to at most 1', async () => {
    const all = await candidates([commutativity]);
    const sum = all.reduce((total, { logProbability }) => total + Math.exp(logProbability), 0);
    assert.ok(sum <= 1 + 1e-9, `${sum}`);
  });

  test('the most probable come first', async () => {
    const all = (await candidates([commutativity])).map(({ logProbability }) => logProbability);
    assert.deepEqual(
      all,
      all.toSorted((a, b) => b - a),
    );
  });

  test('no tactic comes twice', async () => {
    const all = (await candidates([commutativity])).map(({ tactic }) => tactic);
    assert.equal(new Set(all).size, all.length);
  });

  test('as many come as are wanted, and they are the first of all', async () => {
    assert.deepEqual(await candidates([commutativity], 7), (await candidates([commutativity])).slice(0, 7));
  });

  test('the same request has the same answer', async () => {
    assert.deepEqual(await candidates([commutativity]), await candidates([commutativity]));
  });

  test('a goal about nothing has candidates, too', async () => {
    assert.ok((await candidates([goal([], 'True', 'True', ['True'])])).length > 0);
  });
});

describe('what a goal suggests', () => {
  test('binders and premises are introduced under their own names', async () => {
    const theGoal = goal([natural('h')], '∀ (n : Nat), 0 < n → n ≠ 0', '∀', ['Nat', 'LT.lt', 'Ne']);
    assert.ok((await tactics(theGoal)).has('intro n h1'));
  });

  test('a premise is taken apart on its way in', async () => {
    const theGoal = goal([], 'p ∧ (q ∨ r) → s', '→', ['And', 'Or']);
    assert.ok((await tactics(theGoal)).has('rintro ⟨h1, (h2 | h3)⟩'));
  });

  test('induction runs on the variables of the target', async () => {
    const found = await tactics(commutativity);
    assert.ok(found.has('unhygienic induction a') && found.has('unhygienic induction b'));
  });

  test('induction can keep the other variables general', async () => {
    assert.ok((await tactics(commutativity)).has('unhygienic induction a generalizing b'));
  });

  test("the file's functions are unfolded, and inductions follow their recursion", async () => {
    const found = await tactics(commutativity);
    assert.ok(found.has('simp_all [add]') && found.has('unhygienic fun_induction add a b'));
  });

  test('functions of the library are not unfolded as if they were the file’s', async () => {
    const theGoal = goal([natural('n')], 'Nat.gcd n n = n', 'Eq', ['Nat', 'Eq', 'Nat.gcd']);
    assert.equal(
      [...(await tactics(theGoal))].find((tactic) => tactic.includes('fun_induction')),
      undefined,
    );
  });

  test('an existential is offered the variables of the context', async () => {
    const theGoal = goal([natural('a'), natural('b')], '∃ c, a + c = b', 'Exists', ['Nat', 'Exists', 'HAdd.hAdd']);
    assert.ok((await tactics(theGoal)).has('exact ⟨(b - a), by omega⟩'));
  });

  test('a conjunction among the facts is taken apart', async () => {
    const theGoal = goal([fact('h', 'p ∧ ∃ x, q x', 'And', ['intro'])], 'r', '', ['And', 'Exists']);
    assert.ok((await tactics(theGoal)).has('obtain ⟨h1, x, h2⟩ := h'));
  });

  test('an equation among the facts rewrites in both directions', async () => {
    const theGoal = goal([natural('a'), natural('b'), fact('h', 'f a = b', 'Eq', ['refl'])], 'g (f a) = g b', 'Eq', [
      'Nat',
      'Eq',
    ]);
    const found = await tactics(theGoal);
    assert.ok(found.has('rw [h]') && found.has('rw [← h]'));
  });

  test('names that cannot be written are not written', async () => {
    const hidden = { ...natural('n✝') };
    const theGoal = goal([hidden, fact('ih✝', 'f n✝ = 0', 'Eq')], 'f (n✝ + 1) = 0', 'Eq', ['Nat', 'Eq', 'f']);
    assert.equal(
      [...(await tactics(theGoal))].find((tactic) => tactic.includes('✝')),
      undefined,
    );
  });

  test('theorems that the file has proved before are rewritten with', async () => {
    assert.ok((await tactics(commutativity, ['add_zero', 'add_succ'])).has('rw [add_succ]'));
  });

  test('a lemma about how the successor moves is conjectured', async () => {
    const add = {
      name: 'add',
      kind: 'definition',
      isReducible: false,
      isRecursive: true,
      isInGoal: true,
      uses: [],
    } as const;
    const definitions = [{ ...add, arguments: ['Nat', 'Nat'], result: 'Nat' }];
    const found = [...(await tactics({ ...commutativity, definitions }))].find((tactic) =>
      tactic.includes('add a (Nat.succ b) = Nat.succ (add a b)'),
    );
    assert.notEqual(found, undefined);
  });
});

describe('numbers', () => {
  const integer = (name: string) => ({
    ...natural(name),
    type: 'Int',
    head: 'Int',
    constructors: ['ofNat', 'negSucc'],
  });

  test('a closed existential is searched for small witnesses, by type', async () => {
    const all = await tactics(goal([], '∃ a b, a * a = b + 1 ∧ 2 < b', 'Exists', ['Nat', 'Exists']));
    assert.ok(
      all.has(
        'have h : ∃ a ∈ List.range 24, ∃ b ∈ List.range 24, a * a = b + 1 ∧ 2 < b := by decide +kernel\nobtain ⟨a, -, b, -, h⟩ := h\nexact ⟨a, b, h⟩',
      ),
    );
  });

  test('an existential about a variable of the context is not evaluated', async () => {
    const all = await tactics(goal([natural('n')], '∃ a, n < a', 'Exists', ['Nat', 'Exists']));
    assert.ok(![...all].some((tactic) => tactic.includes('List.range')));
  });

  test('a variable between two bounds is replaced by its values', async () => {
    const bounds = [fact('h', '2 ≤ x', 'LE.le'), fact('k', 'x < 5', 'LT.lt')];
    const all = await tactics(goal([integer('x'), ...bounds], 'p x', 'p', ['Int', 'p']));
    assert.ok(all.has('have hv : x = 2 ∨ x = 3 ∨ x = 4 := by omega\nrcases hv with rfl | rfl | rfl'));
  });

  test('powers are taken back by their period', async () => {
    const all = await tactics(goal([natural('n')], '2 ^ n % 3 ≠ 0', 'Ne', ['Nat', 'HPow.hPow', 'HMod.hMod']));
    assert.ok(
      [...all].some((tactic) => tactic.startsWith('induction n using Nat.strongRecOn') && tactic.includes('n + 2')),
    );
  });

  test('products of what is not negative are given to the linear procedure', async () => {
    const facts = [fact('h', '0 ≤ a', 'LE.le'), fact('k', 'b ≤ c', 'LE.le')];
    const target = 'a * b ≤ a * c';
    const all = await tactics(goal([...['a', 'b', 'c'].map(integer), ...facts], target, 'LE.le', ['Int', 'HMul.hMul']));
    const product =
      'Int.mul_nonneg (show 0 ≤ c - b by first | assumption | omega) (show 0 ≤ a by first | assumption | omega)';
    assert.ok([...all].some((tactic) => tactic.includes(product)));
  });

  test('arithmetic of the library is left alone where the file has its own', async () => {
    const own = { ...natural('a'), type: 'Num', head: 'Num' };
    const all = await tactics(goal([own], 'a ^ 1 = a', 'Eq', ['Num', 'HPow.hPow', 'Eq']));
    assert.ok(!all.has('simp_all [Nat.pow_succ]'));
  });
});

describe('theorems of the file as rules', () => {
  const own = { ...natural('a'), type: 'Num', head: 'Num' };
  const theorems = ['Num.add_zero', 'Num.add_succ', 'Num.add_comm', 'Num.add_assoc', 'Num.le_trans'];

  test('those that compute are rules, those that turn round are not', async () => {
    const all = await tactics(goal([own], 'a + a = a', 'Eq', ['Num', 'HAdd.hAdd', 'Eq']), theorems);
    assert.ok(all.has('simp_all only [Num.add_succ, Num.add_zero]'));
    assert.ok(all.has('unhygienic induction a <;> simp_all only [Num.add_assoc, Num.add_succ, Num.add_zero]'));
    assert.ok(![...all].some((tactic) => /only \[[^\]]*add_comm/.test(tactic)));
  });

  test('an order of its own is opened and shown by a witness', async () => {
    const hypotheses = [own, { ...own, name: 'b' }, fact('h', 'a ≤ b', 'LE.le')];
    const all = await tactics(goal(hypotheses, 'a ≤ b', 'LE.le', ['Num', 'LE.le']), theorems);
    assert.ok(all.has('obtain ⟨w, hw⟩ := h'));
    assert.ok(all.has('refine ⟨a, ?_⟩'));
  });
});

test('an equation about an accumulator is strengthened to all of its values', async () => {
  const xs = { ...natural('xs'), type: 'List Nat', head: 'List', constructors: ['nil', 'cons'] };
  const all = await tactics(goal([xs], 'List.foldl f 0 xs = total xs', 'Eq', ['List.foldl', 'total', 'Nat']));
  assert.ok(
    [...all].some((tactic) => tactic.startsWith('have hacc : ∀ acc, List.foldl f acc xs = acc + (total xs) := by')),
  );
});

describe('programs', () => {
  const array = { ...natural('a'), type: 'Array Int', head: 'Array', constructors: ['mk'] };

  test('what the file defines is unfolded in target and assumptions, capitalised or not', async () => {
    const theGoal = goal([natural('n')], 'Post n (Run n)', 'Post', ['Nat', 'Post', 'Run']);
    assert.ok((await tactics(theGoal)).has('simp only [Post, Run] at * <;> grind'));
  });

  test('functions in the namespace of the theorem are no constructors of it', async () => {
    const theGoal = goal([natural('n')], 'Tools.Run n = n', 'Eq', ['Nat', 'Eq', 'Tools.Run']);
    assert.ok((await tactics(theGoal, ['Tools.first'])).has('unfold Tools.Run'));
    assert.ok(!(await tactics(theGoal)).has('unfold Tools.Run'));
  });

  test('a loop is generalised to calls that keep what holds of its result, up to the counter', async () => {
    const target = '(copy a 0 #[]).size = a.size ∧ ∀ k, k < a.size → (copy a 0 #[])[k]! = a[k]!';
    const theGoal = goal([array], target, 'And', ['And', 'Eq', 'Array', 'copy']);
    const [first] = [...(await tactics(theGoal))].filter((tactic) => tactic.includes('fun_induction copy a i acc'));
    assert.equal(
      first,
      [
        'suffices loop : ∀ i acc r, (copy a i acc = r) →',
        '    (i ≤ a.size) →',
        '    (acc.size = i) →',
        '    (∀ k, k < i → acc[k]! = a[k]!) →',
        '    (r.size = a.size ∧ ∀ k, k < a.size → r[k]! = a[k]!) by',
        '  refine loop _ _ _ rfl ?_ ?_ ?_ <;> grind',
        'intro i acc r hr',
        'unhygienic fun_induction copy a i acc <;> intros <;> first | (apply ih1 <;> first | assumption | omega | (clear ih1 hr; subst_vars; intros; first | grind only | grind)) | grind',
      ].join('\n'),
    );
  });

  test('two differences that are nothing are an equation', async () => {
    const theGoal = goal([natural('m'), natural('n')], 'm - 2 * n = 0 ∧ 2 * n - m = 0', 'And', ['And', 'Nat']);
    assert.ok((await tactics(theGoal)).has('suffices heq : m = 2 * n by omega'));
  });
});
