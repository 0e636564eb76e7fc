import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Lean, TacticTree } from '../../src/lean/index.ts';
import { openTestLean } from './open-test-lean.ts';

let lean: Lean;
before(async () => {
  lean = await openTestLean();
});
after(() => lean.close());

/** The `sorry`s that Lean sees written in a text: name of the declaration, line, and the text of the command. */
async function written(text: string): Promise<readonly (readonly [string, number, string])[]> {
  const loaded = await lean.loadFile(text, 'Test.lean');
  assert.ok(loaded.ok, JSON.stringify(loaded));
  const bytes = Buffer.from(text);
  return loaded.value.written.map(({ declaration, range, command }) => {
    assert.equal(bytes.toString('utf8', range.start.byte, range.stop.byte), 'sorry');
    return [declaration, range.start.line, bytes.toString('utf8', command.start.byte, command.stop.byte).trim()];
  });
}

describe('the sorrys that are written in a file', () => {
  it('are found with their declarations, in their commands', async () => {
    const text = '/-- α -/\n@[simp] theorem a : 1 = 1 := by sorry\nexample : True ∧ True := ⟨sorry,\n  by sorry⟩\n';
    const second = 'example : True ∧ True := ⟨sorry,\n  by sorry⟩';
    assert.deepEqual(await written(text), [
      ['a', 2, '/-- α -/\n@[simp] theorem a : 1 = 1 := by sorry'],
      ['', 3, second],
      ['', 4, second],
    ]);
  });

  it('are not those of comments, strings and longer names', async () => {
    const text =
      '-- sorry\n/- a /- sorry -/ sorry -/ def s := "sorry \\" sorry"\n/-- sorry -/\ntheorem b (sorry_not : Nat) (my.sorry : Nat) : 1 = 1 := rfl\n';
    assert.deepEqual(await written(text), []);
  });

  it('are there where their declaration does not elaborate or parse, and leave the next one alone', async () => {
    const text =
      'theorem a : unknown = 1 := by sorry\ntheorem := sorry\ntheorem c : 1 = 1 := by sorry\nend X\ntheorem d : 1 = 1 := sorry\n';
    assert.deepEqual(await written(text), [
      ['a', 1, 'theorem a : unknown = 1 := by sorry'],
      ['', 2, 'theorem := sorry'],
      ['c', 3, 'theorem c : 1 = 1 := by sorry'],
      ['d', 5, 'theorem d : 1 = 1 := sorry'],
    ]);
  });

  it('are counted, too, where the imports already fail', async () => {
    const text = 'import Nowhere\n-- sorry\ntheorem a : 1 = 1 := by sorry\n';
    assert.deepEqual(
      (await written(text)).map(([, line]) => line),
      [3],
    );
  });

  it('are those of every command: with what is open and what notation there is', async () => {
    const text =
      'notation "oh" => Nat\nopen Nat in\ntheorem a (x : oh) : x = x := by sorry\nmutual\ntheorem b : 1 = 1 := sorry\ntheorem c : 1 = 1 := sorry\nend\n';
    assert.deepEqual(
      (await written(text)).map(([name]) => name),
      ['a', 'b', 'c'],
    );
  });
});

const traced = { module: [], options: [] };

/** The tactics of the only proof of a file: kind, what is run, and the blocks. */
async function outline(text: string): Promise<readonly unknown[]> {
  const listed = await lean.traceFile({ text, fileName: 'Test.lean', traced });
  assert.ok(listed.ok, JSON.stringify(listed));
  assert.equal(listed.value.proofs.length, 1);
  const show = ({ kind, text, head, cases, parts }: TacticTree): unknown => {
    if (kind === 'plain') return text;
    if (kind === 'then') return parts.map(show);
    if (kind === 'block')
      return [...cases.map(({ tag, names }) => `| ${[tag, ...names].join(' ')}`), ...parts.map(show)];
    return { [kind]: parts.map(show), ...(head !== '' && { head }) };
  };
  return listed.value.proofs[0]!.tactics.map(show);
}

const proof = (tactics: string): string => `theorem t (p q : Prop) (b : Bool) (n m : Nat) : p := by${tactics}\n`;

describe('the outline of a proof', () => {
  it('has the tactics in order, without comments, with the columns of the file', async () => {
    assert.deepEqual(
      await outline(
        proof(' -- first\n  simp only [a,\n    b] /- c -/ at h\n  calc x = y := h -- d\n    _ = z := k\n  rfl'),
      ),
      ['simp only [a,\n    b] at h', 'calc x = y := h\n    _ = z := k', 'rfl'],
    );
  });

  it('takes lists, bullets, brackets, combinators and proofs within terms apart', async () => {
    assert.deepEqual(await outline(proof(' intro h; exact ⟨by skip; rfl, c⟩')), [
      'intro h',
      { holes: [['skip', 'rfl']], head: 'refine ⟨?_, c⟩' },
    ]);
    assert.deepEqual(await outline(proof('\n  constructor <;> simp <;> omega\n  · all_goals (skip; rfl)')), [
      [[[['constructor'], ['simp']]], ['omega']],
      { focus: [[{ every: [[{ sequence: [['skip', 'rfl']] }]] }]] },
    ]);
  });

  it('has the alternatives of an induction with their names, those that share a proof together', async () => {
    const induction =
      '\n  induction n generalizing m with\n  | zero => simp\n  | @succ n ih =>\n    cases m\n    · exact ih _';
    assert.deepEqual(await outline(proof(induction)), [
      {
        alternatives: [
          ['| zero', 'simp'],
          ['| succ n ih', 'cases m', { focus: [['exact ih _']] }],
        ],
        head: 'induction n generalizing m',
      },
    ]);
    assert.deepEqual(await outline(proof('\n  cases b with\n  | true | false => first | rfl | simp\n  | _ => simp')), [
      {
        alternatives: [
          ['| true', '| false', 'first | rfl | simp'],
          ['| _', 'simp'],
        ],
        head: 'cases b with'.slice(0, 7),
      },
    ]);
  });

  it('has the cases that are named one by one', async () => {
    assert.deepEqual(await outline(proof('\n  case inl h | inr h => exact h\n  next x _ => rfl')), [
      { case: [['| inl h', '| inr h', 'exact h']] },
      { case: [['|  x _', 'rfl']] },
    ]);
  });

  it('has the proof of a `have` with its statement, and holes for proofs elsewhere', async () => {
    assert.deepEqual(
      await outline(
        proof('\n  have h : a = b := by\n    simp\n  have : c := by rfl\n  have : c := k\n  have ⟨x, y⟩ : c := by rfl'),
      ),
      [
        { have: [['simp']], head: 'have h : a = b := ?_' },
        { have: [['rfl']], head: 'have : c := ?_' },
        'have : c := k',
        { holes: [['rfl']], head: 'have ⟨x, y⟩ : c := ?_' },
      ],
    );
  });

  it('says what each tactic uses: what it names, open namespaces and all, and what it found by itself', async () => {
    const text =
      'open List in\ntheorem t (a b : List Nat) : (a ++ b).length = a.length + b.length := by\n  rw [length_append]\n' +
      'theorem u (a b : Nat) (h : a = b) : (a = b) = True := by\n  simp [h]\n';
    const listed = await lean.traceFile({ text, fileName: 'Test.lean', traced });
    assert.ok(listed.ok);
    const [first, second] = listed.value.proofs.map(({ tactics }) => tactics[0]!.uses);
    assert.ok(first?.some(({ name, named }) => name === 'List.length_append' && named));
    assert.ok(second?.some(({ named }) => !named));
    const premise = listed.value.premises.find(({ name }) => name === 'List.length_append');
    assert.deepEqual([premise?.kind, premise?.module.startsWith('Init.')], ['theorem', true]);
  });

  it('is there for whatever proves a proposition, and no other `by`; theorems say where their bodies stand', async () => {
    const text = 'def d : Nat := by exact 0\nexample : True := by trivial\ntheorem u : True := trivial\n';
    const listed = await lean.traceFile({ text, fileName: 'Test.lean', traced });
    assert.ok(listed.ok);
    assert.deepEqual(
      listed.value.proofs.map(({ range }) => range.start.line),
      [2],
    );
    const u = listed.value.declared.find(({ name }) => name === 'u');
    const bytes = Buffer.from(text);
    assert.equal(bytes.toString('utf8', u?.body?.start.byte, u?.body?.stop.byte), ':= trivial');
  });
});
