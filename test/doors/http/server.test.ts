import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { fail } from '../../../src/data/result.ts';
import { httpServer, type Question, type SuggestOptions, suggestRoutes } from '../../../src/doors/http/index.ts';
import { createGenerator, type TacticGenerator } from '../../../src/generator/index.ts';
import { subjectFromText, suggest } from '../../../src/proving/index.ts';
import { scripted } from '../../proving/suggest/scripted.ts';

const never = new AbortController().signal;
const state = 'n m : Nat\nh : n = m\n⊢ m = n';

type Scope = { after: (done: () => Promise<void>) => void };

async function listen(t: Scope, options: SuggestOptions): Promise<string> {
  const app = httpServer({ hosts: [], origins: [] });
  suggestRoutes(app, options);
  await app.listen({ port: 0, host: '127.0.0.1' });
  t.after(() => app.close());
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

/** A server that answers with a scripted generator and does not check. */
const serve = (t: Scope, generator: TacticGenerator, questions: Question[] = []) =>
  listen(t, {
    model: generator.name,
    count: 5,
    answer: async (question, signal) => {
      questions.push(question);
      const subject = await subjectFromText(question.state, undefined, signal);
      return suggest(subject, { generator, lean: undefined, ...question }, signal);
    },
  });

const json = { 'content-type': 'application/json' };
const post = (url: string, body: string) => fetch(url, { method: 'POST', body, headers: json });

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
    ['/', 'hello', 400, /not valid JSON/],
    ['/', '{"tactic_state": 3}', 400, /tactic_state/],
    ['/v1/completions', '{"prompt": "p", "n": 0}', 400, /Field .*n.*: Too small/],
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
  const controller = new AbortController();
  const url = await listen(t, {
    model: 'm',
    count: 1,
    answer: async (_, signal) => {
      controller.abort();
      await once(signal, 'abort');
      cancelled.resolve();
      return fail({ code: 'cancelled', message: '' });
    },
  });
  const body = JSON.stringify({ tactic_state: state });
  await assert.rejects(fetch(url, { method: 'POST', body, headers: json, signal: controller.signal }));
  await cancelled.promise;
});
