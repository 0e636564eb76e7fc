import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createGenerator } from '../../src/generator/index.ts';
import type { Lean } from '../../src/lean/index.ts';
import { type FileEvent, proveFile } from '../../src/proving/index.ts';
import { openTestLean } from '../lean/open-test-lean.ts';

let lean: Lean;
before(async () => {
  lean = await openTestLean({ workers: 1 });
});
after(() => lean.close());

interface Asked {
  readonly model: string;
  readonly messages: readonly { readonly content: string }[];
}

/** A chat server that gives one answer to everything. */
async function chatServer(
  answer: string,
): Promise<{ readonly url: string; readonly asked: Asked[] } & AsyncDisposable> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    asked.push(JSON.parse(text) as Asked);
    response.writeHead(200, { 'content-type': 'application/json' });
    const choice = { message: { role: 'assistant', content: answer }, finish_reason: 'stop' };
    response.end(JSON.stringify({ choices: [choice], usage: { completion_tokens: 40 } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const statement = 'theorem both (p q r : Prop) (hp : p) (hq : q) (hr : r) : (p ∧ q) ∧ r';
const text = `def before := 1\n\n${statement} := by\n  sorry\n\ntheorem later : True := trivial\n`;
const proof = (...lines: readonly string[]): string =>
  `\`\`\`lean4\n${statement} := by\n${lines.map((line) => `  ${line}`).join('\n')}\n\`\`\``;
const right = ['constructor', '· constructor', '  · exact hp', '  · exact hq', '· exact hr'];

/** What a search tried and where that failed, which states it asked about, and what became of the theorem. */
async function provedWith(answer: string) {
  await using server = await chatServer(answer);
  const generator = await createGenerator({
    kind: 'openai',
    baseUrl: server.url,
    model: 'Goedel-LM/Goedel-Prover-V2-8B',
  });
  assert.ok(generator.ok);
  const tried: string[] = [];
  const failedOn: number[] = [];
  const asked: number[] = [];
  const onEvent = (event: FileEvent) => {
    if (event.kind !== 'search') return;
    if (event.event.kind === 'expanded') asked.push(event.event.node);
    if (event.event.kind !== 'tactic-checked') return;
    const { tactic, outcome, node } = event.event;
    tried.push(`${tactic}: ${outcome}`);
    if (outcome !== 'proved' && outcome !== 'progress') failedOn.push(node);
  };
  try {
    const setup = { lean, generator: generator.value, budgets: { expansions: 8 } };
    const result = await proveFile(setup, { text, fileName: 'Both.lean' }, { onEvent });
    assert.ok(result.ok, JSON.stringify(result));
    const { reports, completed } = result.value;
    return { outcome: reports[0]?.outcome.kind, tried, failedOn, asked, completed, request: server.asked[0] };
  } finally {
    await generator.value.close();
  }
}

/** Was it asked what to try on this state, and only later, if at all, what to try in place of the proof's first step? */
const isAskedBeforeStart = (asked: readonly number[], node: number): boolean =>
  asked.includes(node) && (!asked.includes(0) || asked.indexOf(node) < asked.indexOf(0));

describe('a whole proof from a chat model', () => {
  it('that is right is replayed step by step, and is the proof', async () => {
    const { outcome, tried, asked, request } = await provedWith(proof(...right));
    assert.equal(outcome, 'proved');
    assert.deepEqual(asked, []);
    assert.deepEqual(tried, [
      'constructor: progress',
      'constructor: progress',
      'exact hp: proved',
      'exact hq: proved',
      'exact hr: proved',
    ]);
    const content = request?.messages[0]?.content ?? '';
    assert.match(content, /def before := 1/);
    assert.doesNotMatch(content, /later/);
    assert.match(content, /\(p ∧ q\) ∧ r := by\n {2}sorry```/);
  });

  it('that fails at its third step is gone on from there', async () => {
    const wrong = right.with(2, '  · exact hq');
    const { outcome, tried, failedOn, asked } = await provedWith(proof(...wrong));
    assert.equal(outcome, 'proved');
    assert.deepEqual(tried.slice(0, 3), ['constructor: progress', 'constructor: progress', 'exact hq: elaboration']);
    assert.ok(isAskedBeforeStart(asked, failedOn[0]!), JSON.stringify({ tried, failedOn, asked }));
  });

  it('with prose and a fence around it is found in them', async () => {
    const answer = `### Plan\n\nWe use \`constructor\` twice.\n\n${proof(...right)}\n\nThis closes all goals.`;
    const { outcome, asked } = await provedWith(answer);
    assert.equal(outcome, 'proved');
    assert.deepEqual(asked, []);
  });

  it('with a sorry in it proves what it proves, and the rest is searched for', async () => {
    const { outcome, tried, failedOn, asked, completed } = await provedWith(proof(...right.with(3, '  · sorry')));
    assert.equal(outcome, 'proved');
    assert.ok(tried.includes('sorry: forbidden'), tried.join(', '));
    assert.ok(isAskedBeforeStart(asked, failedOn[0]!), JSON.stringify({ tried, failedOn, asked }));
    assert.doesNotMatch(completed, /sorry/);
  });

  it('that does not parse is followed as far as it does', async () => {
    const { outcome, tried } = await provedWith(proof('constructor', '· constructor', '  · exact hp', '  · exact (hq'));
    assert.equal(outcome, 'proved');
    assert.deepEqual(tried.slice(0, 3), ['constructor: progress', 'constructor: progress', 'exact hp: proved']);
  });

  it('that would run code runs none', async () => {
    const { outcome, tried } = await provedWith(proof('run_tac do', '  IO.println "here"', 'exact ⟨⟨hp, hq⟩, hr⟩'));
    assert.equal(outcome, 'proved');
    assert.match(tried[0] ?? '', /^run_tac[\s\S]*: forbidden$/);
  });
});

describe('a server that cannot be reached', () => {
  it('is an error, and not a theorem without a proof', async () => {
    const generator = await createGenerator({
      kind: 'openai',
      baseUrl: 'http://127.0.0.1:9/v1',
      model: 'Kimina-Prover-72B',
      retries: 0,
    });
    assert.ok(generator.ok);
    const result = await proveFile({ lean, generator: generator.value }, { text, fileName: 'Both.lean' });
    await generator.value.close();
    assert.ok(result.ok);
    const outcome = result.value.reports[0]?.outcome;
    assert.ok(outcome?.kind === 'error', JSON.stringify(outcome));
    assert.match(outcome.message, /127\.0\.0\.1:9/);
  });
});
