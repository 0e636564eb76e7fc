import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, it } from 'node:test';
import type { Lean } from '../../src/lean/index.ts';
import { openFile } from '../../src/proving/index.ts';
import { openTestLean } from '../lean/open-test-lean.ts';

const source = readFileSync(new URL('../../editors/lean/Ariadne.lean', import.meta.url), 'utf8');

let lean: Lean;
before(async () => {
  lean = await openTestLean();
});
after(() => lean[Symbol.asyncDispose]());

/** What Lean says of a file. */
async function said(text: string) {
  const file = await openFile(lean, { text, fileName: 'Ariadne.lean' }, AbortSignal.timeout(120_000));
  assert.ok(file.ok, JSON.stringify(file));
  return file.value.messages.map(({ severity, text: message }) => `${severity}: ${message}`);
}

/**
 * The file, with a goal for `try?` that no tactic of Lean's own closes: theorems with such names are internal to it. The embedded Lean starts no process: something else gives its answer.
 */
const answering = (answer: string, goal: string) => `${source.replace('@[try_suggestion 100]\n', '')}
opaque Odd (n : Nat) : Prop
axiom _odd : ∀ n : Nat, Odd n
@[try_suggestion 200]
def answered (_ : MVarId) (_ : Try.Info) : MetaM (Array (TSyntax \`tactic)) := do
  let scripts ← ofExcept (Ariadne.tacticsOf ${JSON.stringify(answer)})
  return scripts.filterMap (Ariadne.readTactic (← getEnv))
example : ${goal} := by
  try?
`;

const check = (tactic: string, kind: string) => ({ tactic, logProbability: -1, check: { kind } });

it('the file for `try?` elaborates, and Lean has nothing to say of it', async () => {
  assert.deepEqual(await said(source), []);
});

it('`try?` offers what Ariadne answers, scripts of several lines too, and only what closes the goal here', async () => {
  const answer = [
    check('exact _odd 2', 'fails'),
    check('exact _odd 3', 'closes'),
    check('have h := _odd 3\nexact h', 'unchecked'),
    check('exact _odd 4', 'unchecked'),
    check('exact )', 'unchecked'),
  ];
  const messages = await said(answering(JSON.stringify(answer), 'Odd 3'));
  assert.deepEqual(messages, [
    'information: Try these:\n  [apply] exact _odd 3\n  [apply] · have h := _odd 3; exact h',
  ]);
});

it('an answer that is none is told, and `try?` goes on', async () => {
  const messages = await said(answering('no answer', '1 = 1'));
  assert.ok(messages.some((message) => /answered failed/.test(message)));
});
