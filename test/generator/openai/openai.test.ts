import assert from 'node:assert/strict';
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { ProposalRequest } from '../../../src/contracts/generator.ts';
import type { PremiseSelector, RankedPremise } from '../../../src/contracts/premises.ts';
import { createOpenAiGenerator } from '../../../src/generator/openai/create.ts';
import { OpenAiGenerator } from '../../../src/generator/openai/generator.ts';
import { Server } from '../../../src/generator/openai/server.ts';
import type { OpenAiOptions } from '../../../src/generator/options.ts';

type Body = { readonly n: number; readonly prompt?: string; readonly messages?: unknown; readonly seed: number };
type Handler = (body: Body, response: ServerResponse, request: IncomingMessage) => void;

const request: ProposalRequest = {
  theorem: { name: 't', localTheorems: [] },
  goals: [{ tag: '', pretty: 'n : Nat\n⊢ n = n', hypotheses: [], target: 'n = n', head: 'Eq', constants: [] }],
  count: 4,
  seed: 7,
};
const never = new AbortController().signal;

async function listen(t: TestContext, handler: Handler): Promise<{ url: string; server: HttpServer }> {
  const server = createServer(async (incoming, response) => {
    let text = '';
    for await (const chunk of incoming) text += chunk;
    handler(JSON.parse(text) as Body, response, incoming);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, server };
}

function generatorFor(url: string, options: Partial<OpenAiOptions> = {}, key?: string): OpenAiGenerator {
  const { timeout = 5000, retries = 2 } = options;
  const server = new Server({ baseUrl: url, key, concurrency: 2, timeout, retries, backoff: 1 });
  return new OpenAiGenerator({ kind: 'openai', baseUrl: url, model: 'm', ...options }, server);
}

const json = (response: ServerResponse, value: unknown, status = 200) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
};
const choice = (text: string, logprobs?: number[]) => ({
  text,
  finish_reason: 'stop',
  ...(logprobs !== undefined && { logprobs: { token_logprobs: logprobs } }),
});

test('completions with log-probabilities become candidates', async (t) => {
  const seen: Body[] = [];
  const { url } = await listen(t, (body, response) => {
    seen.push(body);
    const cut = { ...choice('cut off', [-0.1]), finish_reason: 'length' };
    const choices = [choice('rfl', [-0.5, -0.25]), choice('simp', [-1]), choice('rfl', [-0.5, -0.25]), cut];
    json(response, { choices, usage: { completion_tokens: 9 } });
  });
  const [proposal] = await generatorFor(url).propose([request], never);
  assert.deepEqual(proposal, {
    kind: 'candidates',
    candidates: [
      { tactic: 'rfl', logProbability: -0.75 },
      { tactic: 'simp', logProbability: -1 },
    ],
    tokens: 9,
  });
  assert.equal(seen[0]!.prompt, '[GOAL]n : Nat\n⊢ n = n[PROOFSTEP]');
  assert.equal(seen[0]!.n, 4);
});

test('where there are no log-probabilities, frequencies stand for them, and it is said so', async (t) => {
  const { url } = await listen(t, (_, response) =>
    json(response, { choices: [choice('rfl'), choice('simp'), choice('rfl '), choice('rfl')] }),
  );
  const [proposal] = await generatorFor(url).propose([request], never);
  assert.ok(proposal?.kind === 'candidates');
  assert.equal(proposal.estimated, true);
  assert.deepEqual(proposal.candidates, [
    { tactic: 'rfl', logProbability: Math.log(3 / 4) },
    { tactic: 'simp', logProbability: Math.log(1 / 4) },
  ]);
});

test('chat answers are taken out of their fences', async (t) => {
  const paths: (string | undefined)[] = [];
  const { url } = await listen(t, (_, response, { url: path }) => {
    paths.push(path);
    const message = { role: 'assistant', content: 'Sure:\n```lean\nomega\n```' };
    json(response, { choices: [{ message, finish_reason: 'stop', logprobs: { content: [{ logprob: -0.5 }] } }] });
  });
  const [proposal] = await generatorFor(url, { api: 'chat' }).propose([{ ...request, count: 1 }], never);
  assert.ok(proposal?.kind === 'candidates');
  assert.deepEqual(proposal.candidates, [{ tactic: 'omega', logProbability: -0.5 }]);
  assert.deepEqual(paths, ['/v1/chat/completions']);
});

test('a server that answers one completion at a time is asked until there are enough', async (t) => {
  const seeds: number[] = [];
  const { url } = await listen(t, ({ seed }, response) => {
    seeds.push(seed);
    json(response, { choices: [choice(`exact h${seed}`, [-1])] });
  });
  const [proposal] = await generatorFor(url).propose([request], never);
  assert.ok(proposal?.kind === 'candidates');
  assert.equal(proposal.candidates.length, 4);
  assert.equal(new Set(seeds).size, 4);
});

for (const [name, status] of [
  ['too many requests', 429],
  ['an error of its own', 503],
] as const) {
  test(`after ${name} the server is asked again`, async (t) => {
    let calls = 0;
    const { url } = await listen(t, (_, response) => {
      calls++;
      if (calls < 3) json(response, { error: 'later' }, status);
      else json(response, { choices: [choice('rfl', [-1])] });
    });
    const [proposal] = await generatorFor(url).propose([{ ...request, count: 1 }], never);
    assert.equal(proposal?.kind, 'candidates');
    assert.equal(calls, 3);
  });
}

test('a server that goes on failing is given up after so many retries', async (t) => {
  let calls = 0;
  const { url } = await listen(t, (_, response) => {
    calls++;
    json(response, { error: 'broken' }, 500);
  });
  const [proposal] = await generatorFor(url).propose([request], never);
  assert.ok(proposal?.kind === 'failed');
  assert.equal(proposal.code, 'server-error');
  assert.match(proposal.message, /500.*broken/);
  assert.equal(calls, 3);
});

test('a request that the server refuses is not repeated', async (t) => {
  let calls = 0;
  const { url } = await listen(t, (_, response) => {
    calls++;
    json(response, { error: 'no such model' }, 404);
  });
  const [proposal] = await generatorFor(url).propose([request], never);
  assert.ok(proposal?.kind === 'failed' && proposal.code === 'server-error');
  assert.equal(calls, 1);
});

test('a server that hangs is given up', async (t) => {
  const { url } = await listen(t, () => {});
  const [proposal] = await generatorFor(url, { timeout: 50 }).propose([request], never);
  assert.ok(proposal?.kind === 'failed');
  assert.equal(proposal.code, 'server-timeout');
});

test('a server that breaks off is asked again', async (t) => {
  let calls = 0;
  const { url } = await listen(t, (_, response) => {
    calls++;
    if (calls > 1) return json(response, { choices: [choice('rfl', [-1])] });
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"choices": [');
    setImmediate(() => response.destroy());
  });
  const [proposal] = await generatorFor(url).propose([{ ...request, count: 1 }], never);
  assert.equal(proposal?.kind, 'candidates');
  assert.equal(calls, 2);
});

for (const [name, answer] of [
  ['text', '<html>It works!</html>'],
  ['other JSON', '{"choices": [{"txt": 1}]}'],
] as const) {
  test(`garbage (${name}) is a failure that shows it`, async (t) => {
    const { url } = await listen(t, (_, response) => response.end(answer));
    const [proposal] = await generatorFor(url).propose([request], never);
    assert.ok(proposal?.kind === 'failed');
    assert.equal(proposal.code, 'invalid-response');
    assert.ok(proposal.message.includes(answer));
  });
}

test('a server that is not there is a failure', async () => {
  const [proposal] = await generatorFor('http://127.0.0.1:9/v1').propose([request], never);
  assert.ok(proposal?.kind === 'failed');
  assert.equal(proposal.code, 'server-unreachable');
});

test('the key is sent, and never repeated', async (t) => {
  const headers: (string | undefined)[] = [];
  const { url } = await listen(t, (_, response, { headers: { authorization } }) => {
    headers.push(authorization);
    json(response, { error: `wrong key ${authorization}` }, 401);
  });
  const generator = generatorFor(url, {}, 'sk-secret');
  const [proposal] = await generator.propose([request], never);
  assert.deepEqual(headers, ['Bearer sk-secret']);
  assert.ok(proposal?.kind === 'failed' && proposal.code === 'server-denied');
  assert.ok(!JSON.stringify([proposal, generator.name]).includes('sk-secret'));
});

test('no more requests are under way than allowed', async (t) => {
  let open = 0;
  let most = 0;
  const { url } = await listen(t, (_, response) => {
    most = Math.max(most, ++open);
    setTimeout(() => {
      open--;
      json(response, { choices: [choice('rfl', [-1])] });
    }, 5);
  });
  const requests = Array.from({ length: 8 }, (_, seed) => ({ ...request, count: 1, seed }));
  await generatorFor(url).propose(requests, never);
  assert.equal(most, 2);
});

test('cancelling ends a request that is under way', async (t) => {
  const controller = new AbortController();
  const { url } = await listen(t, () => controller.abort());
  await assert.rejects(generatorFor(url).propose([request], controller.signal), { name: 'AbortError' });
});

test('a request that was answered is not sent again', async (t) => {
  let calls = 0;
  const { url } = await listen(t, (_, response) => {
    calls++;
    json(response, { choices: [choice('rfl', [-1])] });
  });
  const generator = generatorFor(url);
  const once = { ...request, count: 1 };
  const [first] = await generator.propose([once], never);
  const [second] = await generator.propose([once], never);
  assert.equal(calls, 1);
  assert.deepEqual(second, { ...first, tokens: 0 });
});

test('an address that is none is a problem', () => {
  const created = createOpenAiGenerator({ kind: 'openai', baseUrl: 'localhost:8000/v1', model: 'm' }, {});
  assert.ok(!created.ok && created.error.code === 'invalid-address');
});

test('a model that reads premises gets those that a selector ranks best for the goal, the best next to the state', async (t) => {
  const seen: Body[] = [];
  const { url } = await listen(t, (body, response) => {
    seen.push(body);
    json(response, { choices: [choice('rfl', [-1])] });
  });
  const premise = (name: string, statement: string): RankedPremise => ({
    premise: {
      ...{ name, statement, kind: 'theorem', module: 'Init', constants: [], head: 'Eq' },
      ...{ rewrites: true, attributes: [], statementHash: '0', deprecated: false },
    },
    score: 1,
  });
  const selector: PremiseSelector = {
    name: 'scripted',
    select: async (queries) =>
      queries.map(({ head }) => (head === 'Eq' ? [premise('Nat.best', 'a'), premise('Nat.second', 'b')] : [])),
  };
  const options = { kind: 'openai', baseUrl: url, model: 'kaiyuy/leandojo-lean4-retriever-tacgen-byt5-small' } as const;
  const created = createOpenAiGenerator({ ...options, remember: 0 }, {}, selector);
  const without = createOpenAiGenerator(options, {});
  assert.ok(created.ok && without.ok);
  await created.value.propose([{ ...request, count: 1 }], never);
  await without.value.propose([{ ...request, count: 1 }], never);
  const state = 'n : Nat\n⊢ n = n';
  assert.deepEqual(
    seen.map(({ prompt }) => prompt),
    [`theorem <a>Nat.second</a> : b\n\ntheorem <a>Nat.best</a> : a\n\n${state}`, state],
  );
});

test('InternLM2.5-StepProver is told the theorem and the tactics so far', async (t) => {
  const seen: Body[] = [];
  const { url } = await listen(t, (body, response) => {
    seen.push(body);
    json(response, { choices: [choice('rfl', [-1])] });
  });
  const generator = generatorFor(url, { model: 'internlm/internlm2_5-step-prover' });
  for (const before of [['intro n'], ['intro n', 'simp']]) {
    await generator.propose([{ ...request, count: 1, before }], never);
  }
  assert.equal(seen.length, 2);
  assert.match(seen[1]?.prompt ?? '', /NAME: t\n\n---\nPROOF_BEFORE: intro n\nsimp\n\n---\nSTATE_BEFORE: n : Nat\n/);
});
