import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { ok } from '../../../src/data/result.ts';
import { httpServer } from '../../../src/doors/http/index.ts';
import { pageRoutes } from '../../../src/doors/page/index.ts';
import type { SearchSockets } from '../../../src/doors/page/socket.ts';
import { Workbench } from '../../../src/doors/workbench/index.ts';
import { createGenerator } from '../../../src/generator/index.ts';
import type { Lean } from '../../../src/lean/index.ts';
import { openTestLean } from '../../lean/open-test-lean.ts';
import { waitUntil } from '../../lean/wait-until.ts';
import { Page } from './live-page.ts';

const text = `theorem easy (p q : Prop) (hp : p) (hq : q) : q ∧ p := by
  sorry

theorem hard (f : Nat → Nat) (h : ∀ n, f (n + 1) > f (f n)) : ∀ n, f n = n := by
  sorry
`;
const easy = { kind: 'prove', name: 'Two.lean', text, line: 2, column: 3, seconds: 60 } as const;
const hard = { ...easy, line: 5 };
const token = 'the-token';

describe('a search that a page watches', () => {
  let lean: Lean;
  let workbench: Workbench;
  let app: FastifyInstance;
  let sockets: SearchSockets;
  let address: string;

  before(async () => {
    lean = await openTestLean({ workers: 1 });
    workbench = new Workbench({
      openLean: async () => ok(lean),
      createGenerator: () => createGenerator({ kind: 'portfolio' }),
    });
    app = httpServer({ hosts: [], origins: [] });
    const limits = { searches: 2, idleSeconds: 900, backlog: 2 ** 20 };
    sockets = await pageRoutes(app, { workbench, token, files: undefined, runs: undefined, sockets: limits });
    await app.listen({ port: 0, host: '127.0.0.1' });
    address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  });
  after(async () => {
    await app.close();
    await workbench[Symbol.asyncDispose]();
  });

  it('proves, tells the graph as it grows, and ends with a verified proof and where it goes', async () => {
    const page = new Page(address, token);
    await page.ask(easy);
    const { answer, steps } = await page.hear('answer', () => true);
    assert.equal(answer.outcome, 'proved');
    assert.ok(answer.outcome === 'proved' && answer.edit !== undefined);
    assert.deepEqual([answer.edit.line, answer.axioms], [2, []]);
    const changes = page.news.filter((news) => news.kind === 'graph').map(({ change }) => change);
    assert.match(changes[0]?.nodes[0]?.target ?? '', /q ∧ p/);
    const marks = new Map(changes.flatMap((change) => change.marks.map(([node, status]) => [node, status])));
    assert.equal(marks.get(0), 'proved');
    const accepted = changes.flatMap((change) => change.steps.map(({ from, tactic }) => `${from} ${tactic}`));
    for (const { node, tactic } of steps) assert.ok(accepted.includes(`${node} ${tactic}`), tactic);
    await page.close();
  });

  it('stands still when it is stopped, goes on where it was, and takes a tactic by hand meanwhile', async () => {
    const page = new Page(address, token);
    await page.ask(hard);
    await page.hear('graph', ({ change }) => change.steps.length > 0);
    await page.ask({ kind: 'pause' });
    await page.hear('progress', ({ progress }) => progress.phase === 'paused' && progress.why === 'stopped');
    await page.ask({ kind: 'try', node: 0, tactic: 'intro k' });
    const good = await page.hear('tried', () => true);
    assert.equal(good.tried.outcome, 'progress');
    await page.ask({ kind: 'try', node: 0, tactic: 'sorry' });
    const refused = await page.hear('tried', ({ tried }) => tried.tactic === 'sorry');
    assert.equal(refused.tried.outcome, 'forbidden');
    const [below] = good.tried.targets;
    await page.ask({ kind: 'inspect', node: below });
    const { details } = await page.hear('node', () => true);
    assert.match(details.state, /k : Nat\n⊢ f k = k/);
    assert.deepEqual(details.after.at(-1), 'intro k');
    const since = page.news.length;
    await page.ask({ kind: 'resume', seconds: 0.5 });
    await page.hear('progress', ({ progress }) => progress.phase === 'searching', since);
    await page.hear('progress', ({ progress }) => progress.why === 'out of time', since);
    await page.ask({ kind: 'search-from', node: below, seconds: 0.5 });
    await page.hear('progress', ({ progress }) => progress.phase === 'searching', page.news.length);
    await page.close();
  });

  it('is proved by hand where that closes the last goal, and the judge has the last word', async () => {
    const page = new Page(address, token);
    await page.ask({ ...hard, text: text.replace('f n = n', 'f n ≥ 0') });
    await page.hear('opened', () => true);
    await page.ask({ kind: 'pause' });
    await page.ask({ kind: 'try', node: 0, tactic: 'intro _; exact Nat.zero_le _' });
    const { answer } = await page.hear('answer', () => true);
    assert.equal(answer.outcome, 'proved');
    await page.close();
  });

  it('searches from one goal, and says where that leaves others', async () => {
    const page = new Page(address, token);
    await page.ask({ ...hard, text: text.replace('f n = n', 'f n ≥ 0 ∧ f n = n') });
    await page.hear('opened', () => true);
    await page.ask({ kind: 'pause' });
    await page.ask({ kind: 'try', node: 0, tactic: 'refine fun n => ⟨?_, ?_⟩' });
    const { tried } = await page.hear('tried', () => true);
    const since = page.news.length;
    await page.ask({ kind: 'search-from', node: tried.targets[0], seconds: 60 });
    const ended = await page.hear('progress', ({ progress }) => progress.phase === 'ended', since);
    assert.equal(ended.progress.why, 'the goal is proved, others are open');
    await page.close();
  });

  it('ends with its page, and gives back what it held', async () => {
    const page = new Page(address, token);
    await page.ask(hard);
    await page.hear('graph', ({ change }) => change.steps.length > 0);
    await page.close();
    await waitUntil('no search is open', () => sockets.open === 0, 10_000);
    // Lean answers at once: nothing of the search is under way.
    const goals = await workbench.goals({ name: 'Two.lean', text }, AbortSignal.timeout(30_000));
    assert.ok(goals.ok);
  });

  it('is refused without the token, to other pages, and where too many are open', async () => {
    for (const [path, headers, status] of [
      ['/page/about', {}, 401],
      ['/page/runs', { authorization: 'Bearer another' }, 401],
      ['/page/socket', { upgrade: 'websocket', connection: 'Upgrade' }, 401],
      ['/page/about', { authorization: `Bearer ${token}`, origin: 'http://evil.example' }, 403],
      ['/page/about', { authorization: `Bearer ${token}`, host: 'evil.example' }, 403],
      ['/page/about', { authorization: `Bearer ${token}` }, 200],
    ] as const) {
      const { statusCode } = await app.inject({ url: path, headers });
      assert.equal(statusCode, status, `${path} ${JSON.stringify(headers)}`);
    }
    const pages = [new Page(address, token), new Page(address, token), new Page(address, token)];
    await waitUntil('one is turned away', () => pages.some(({ closed }) => closed?.code === 1013), 10_000);
    for (const page of pages) await page.close();
  });

  it('closes on requests that are none', async () => {
    for (const bad of [{ kind: 'pause' }, { ...easy, line: 0 }, { ...easy, text: 1 }, {}]) {
      const page = new Page(address, token);
      await page.ask(bad);
      await waitUntil('the socket is closed', () => page.closed !== undefined, 10_000);
      assert.equal(page.closed?.code, 1008);
    }
  });

  it('says where there is no sorry', async () => {
    const page = new Page(address, token);
    await page.ask({ ...easy, line: 1, column: 1, text: 'example : True := trivial' });
    const { problem } = await page.hear('problem', () => true);
    assert.equal(problem.code, 'no-sorry');
  });
});
