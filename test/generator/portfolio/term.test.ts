import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readTerm, type Term } from '../../../src/generator/portfolio/term/term.ts';
import { closedSubterms, operands } from '../../../src/generator/portfolio/term/walk.ts';

/** The structure alone: operators and applications in prefix form. */
const outline = ({ kind, head, text, parts }: Term): string =>
  parts.length === 0 ? text : `(${[kind === 'operator' ? head : `${kind}:${head}`, ...parts.map(outline)].join(' ')})`;

describe('reading a printed term', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a - b - c', '(- (- a b) c)'],
    ['a → b → c', '(→ a (→ b c))'],
    ['a ∧ b ∧ c ∨ d', '(∨ (∧ a (∧ b c)) d)'],
    ['x :: xs ++ ys = zs', '(= (++ (:: x xs) ys) zs)'],
    ['f (g x) y = true', '(= (application:f (application:g x) y) true)'],
    ['¬p ∧ q', '(∧ (¬ p) q)'],
    ['n ∈ s ↔ n ≡ 1 [MOD 4] ∧ p', '(↔ (∈ n s) (∧ (≡ n (application:1 (other: (application:MOD 4)))) p))'],
    ['2 * k + 3 ^ n', '(+ (* 2 k) (^ 3 n))'],
    ['(a + b).succ', '(application:succ (+ a b))'],
    ['(List.map (fun k => k + 1) xs).sum', '(application:sum (application:List.map (binder:fun (+ k 1)) xs))'],
    ['a[i + 1]! ≥ f b[0]', '(≥ (application: a (+ i 1)) (application:f (application: b 0)))'],
    ['2 ^ n ∣ 9! → (n + 1) ! = x', '(→ (∣ (^ 2 n) (application:! 9)) (= (application:! (+ n 1)) x))'],
    ['f [x] a', '(application:f (other: x) a)'],
    ['if p then x else f y', '(if: p x (application:f y))'],
    ['(match n with | 0 => a | k.succ => f k) = b', '(= (match: n) b)'],
  ];
  for (const [text, expected] of cases)
    test(`${text} reads as ${expected}`, () => assert.equal(outline(readTerm(text)), expected));

  const scope = {
    locals: new Set(['xs', 'n', 'm']),
    isConstant: (name: string) => name === 'Num.zero',
    functionOf: (field: string) => (field === 'plus' ? 'Num.plus' : undefined),
  };
  const fields: readonly (readonly [string, string])[] = [
    ['xs.length', '(application:length xs)'],
    ['Nat.zero', 'Nat.zero'],
    ['Num.zero', 'Num.zero'],
    ['n.plus m.next', '(application:Num.plus n (application:next m))'],
    ['(n.plus m).plus (xs.at n)', '(application:Num.plus (application:Num.plus n m) (application:at xs n))'],
    ['n.next.next', '(application:next (application:next n))'],
    ['Num.zero.next.plus m', '(application:Num.plus (application:next Num.zero) m)'],
  ];
  for (const [text, expected] of fields)
    test(`where xs, n and m are variables and Num.zero a constant, ${text} reads as ${expected}`, () =>
      assert.equal(outline(readTerm(text, scope)), expected));

  test('a binder gives the names that it binds', () => assert.deepEqual(readTerm('∃ x y, x < y').bound, ['x', 'y']));

  test('an instance without a name is one variable, whatever its type mentions', () => {
    const statement = '∀ {α : Type u} [BEq α] [LawfulBEq α] [inst : Foo α Nat] {k : α}, f k';
    assert.deepEqual(readTerm(statement).bound, ['α', 'inst', 'inst', 'inst', 'k']);
  });

  test('any text is read to its end', () => {
    const piece = fc.constantFrom(
      'a',
      'f',
      '(',
      ')',
      '[',
      ']',
      '⟨',
      '⟩',
      ',',
      '=',
      '+',
      '∀',
      'fun',
      '=>',
      'if',
      'then',
      'match',
      'with',
      '|',
      '¬',
      '.',
      'x✝',
      '"',
      '1',
      ':=',
      '.1',
    );
    fc.assert(fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => void readTerm(pieces.join(' '))));
  });
});

describe('subterms', () => {
  test('what mentions a bound variable is not closed', () => {
    const texts = [...closedSubterms(readTerm('∃ k, f n = g k'))].map(({ text }) => text);
    assert.deepEqual(texts, ['∃ k, f n = g k', 'f n', 'n']);
  });

  test('the sides of an equation are its operands', () => {
    assert.deepEqual(
      operands(readTerm('f x = y'), '=')?.map(({ text }) => text),
      ['f x', 'y'],
    );
  });

  test('what is no equation has no sides', () => assert.equal(operands(readTerm('f x ∧ y'), '='), undefined));
});
