import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { fail } from '../../src/data/result.ts';
import { createGenerator, type ProposalRequest, type TacticGenerator } from '../../src/generator/index.ts';
import { type Lean, openLean } from '../../src/lean/index.ts';
import { type Question, subjectFromFile, subjectFromText, suggest, suggestServer } from '../../src/suggest/index.ts';

const never = new AbortController().signal;

let lean: Lean | undefined;
async function theLean(): Promise<Lean> {
  if (lean === undefined) {
    const opened = await openLean({ workers: 1, lean: 'embedded' });
    assert.ok(opened.ok, JSON.stringify(opened));
    lean = opened.value;
  }
  return lean;
}
after(() => lean?.close());

/** Proposes the given tactics, the first the most probable. */
function scripted(...tactics: string[]): TacticGenerator & { readonly asked: ProposalRequest[] } {
  const asked: ProposalRequest[] = [];
  return {
    name: 'scripted',
    asked,
    propose: async (requests) => {
      asked.push(...requests);
      const candidates = tactics.map((tactic, i) => ({ tactic, logProbability: -1 - i }));
      return requests.map(({ count }) => ({ kind: 'candidates', candidates: candidates.slice(0, count), tokens: 0 }));
    },
    close: async () => {},
  };
}

const state = 'n m : Nat\nh : n = m\n⊢ m = n';

test('tactics for a printed state are ranked by what Lean says of them', async () => {
  const lean = await theLean();
  const generator = scripted('omgea', 'cases n', 'exact h.symm', 'simp_all');
  const subject = await subjectFromText(state, lean, never);
  const suggestions = await suggest(subject, { generator, lean, count: 10, seed: 0, prefix: '' }, never);
  assert.ok(suggestions.ok);
  assert.deepEqual(
    suggestions.value.map(({ tactic, verdict }) => [tactic, verdict.kind]),
    [
      ['exact h.symm', 'proves'],
      ['simp_all', 'proves'],
      ['cases n', 'valid'],
      ['omgea', 'fails'],
    ],
  );
  const [, , valid, failing] = suggestions.value;
  assert.ok(valid?.verdict.kind === 'valid' && valid.verdict.goals.length === 2);
  assert.ok(failing?.verdict.kind === 'fails' && failing.verdict.message !== '');
  assert.equal(generator.asked[0]!.goals[0]!.hypotheses.length, 3);
});

test('tactics for a sorry of a file see its goal', async () => {
  const lean = await theLean();
  const text = 'theorem a : 1 = 1 := rfl\ntheorem b (p : Prop) (h : p) : p := by\n  sorry\n';
  const subject = await subjectFromFile({ text, name: 'A.lean' }, { line: 3, column: undefined }, lean, never);
  assert.ok(subject.ok, JSON.stringify(subject));
  const generator = scripted('exact h');
  const suggestions = await suggest(subject.value, { generator, lean, count: 1, seed: 0, prefix: '' }, never);
  assert.ok(suggestions.ok && suggestions.value[0]?.verdict.kind === 'proves');
  assert.equal(generator.asked[0]!.theorem.name, 'b');
});

test('a position without a sorry is a problem that names the lines that have one', async () => {
  const text = 'theorem b (p : Prop) (h : p) : p := by\n  sorry\n';
  const position = { line: 1, column: undefined };
  const subject = await subjectFromFile({ text, name: 'A.lean' }, position, await theLean(), never);
  assert.ok(!subject.ok && subject.error.code === 'no-sorry');
  assert.match(subject.error.hint!, /lines 2/);
});

test('a state that Lean cannot read is suggested for without checking, and it is said why', async () => {
  const lean = await theLean();
  const subject = await subjectFromText('x : Unheard\n⊢ x = x', lean, never);
  const options = { generator: scripted('rfl'), lean, count: 1, seed: 0, prefix: '' };
  const suggestions = await suggest(subject, options, never);
  assert.ok(suggestions.ok);
  const verdict = suggestions.value[0]!.verdict;
  assert.ok(verdict.kind === 'unchecked' && verdict.reason.includes('Unheard'));
});

test('suggestions begin with the prefix', async () => {
  const subject = await subjectFromText(state, undefined, never);
  const options = { generator: scripted('simp', 'exact h', 'exact h.symm'), lean: undefined, count: 9, seed: 0 };
  const suggestions = await suggest(subject, { ...options, prefix: 'exact' }, never);
  assert.ok(suggestions.ok);
  assert.deepEqual(
    suggestions.value.map(({ tactic }) => tactic),
    ['exact h', 'exact h.symm'],
  );
});

/** A server that answers with a scripted generator and does not check. */
async function serve(t: { after: (done: () => void) => void }, generator: TacticGenerator, questions: Question[] = []) {
  const server = suggestServer({
    model: generator.name,
    count: 5,
    answer: async (question, signal) => {
      questions.push(question);
      const subject = await subjectFromText(question.state, undefined, signal);
      return suggest(subject, { generator, lean: undefined, ...question }, signal);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const post = (url: string, body: string) => fetch(url, { method: 'POST', body });

test('llmstep gets suggestions in the form that it reads', async (t) => {
  const questions: Question[] = [];
  const url = await serve(t, scripted('simp', 'simp_all', 'rfl'), questions);
  const response = await post(url, JSON.stringify({ tactic_state: state, prefix: 'si' }));
  const { suggestions } = (await response.json()) as { suggestions: string[] };
  assert.deepEqual(suggestions, ['simp', 'simp_all']);
  assert.deepEqual(questions[0], { state, prefix: 'si', count: 5, seed: 0 });
});

test('the completions API is answered as the openai generator reads it', async (t) => {
  const url = await serve(t, scripted('simp', 'rfl'));
  const generator = await createGenerator({ kind: 'openai', baseUrl: `${url}/v1`, model: 'm' });
  assert.ok(generator.ok);
  const subject = await subjectFromText(state, undefined, never);
  const request = { goals: subject.goals, theorem: subject.theorem, count: 2, seed: 0 };
  const [proposal] = await generator.value.propose([request], never);
  assert.deepEqual(proposal, {
    kind: 'candidates',
    candidates: [
      { tactic: 'simp', logProbability: -1 },
      { tactic: 'rfl', logProbability: -2 },
    ],
    tokens: 0,
  });
});

test('bad requests get an error that says what is wrong', async (t) => {
  const url = await serve(t, scripted('simp'));
  for (const [path, body, status, message] of [
    ['/', 'hello', 400, /not JSON/],
    ['/', '{"tactic_state": 3}', 400, /tactic_state/],
    ['/v1/completions', '{"prompt": "p", "n": 0}', 400, /field .*n/],
    ['/elsewhere', '{}', 404, /nothing at this address/],
  ] as const) {
    const response = await post(`${url}${path}`, body);
    assert.equal(response.status, status, path);
    assert.match(await response.text(), message);
  }
});

test('a generator that fails is a server error with its message', async (t) => {
  const failing: TacticGenerator = {
    ...scripted(),
    propose: async (requests) =>
      requests.map(() => ({ kind: 'failed', message: 'out of memory', code: 'runtime-failed' })),
  };
  const response = await post(await serve(t, failing), JSON.stringify({ tactic_state: state }));
  assert.equal(response.status, 500);
  assert.deepEqual(await response.json(), { error: { type: 'runtime-failed', message: 'out of memory' } });
});

test('hanging up cancels the question', async (t) => {
  const cancelled = Promise.withResolvers<void>();
  const server = suggestServer({
    model: 'm',
    count: 1,
    answer: async (_, signal) => {
      controller.abort();
      await once(signal, 'abort');
      cancelled.resolve();
      return fail({ code: 'cancelled', message: '' });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const controller = new AbortController();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const body = JSON.stringify({ tactic_state: state });
  await assert.rejects(fetch(url, { method: 'POST', body, signal: controller.signal }));
  await cancelled.promise;
});
