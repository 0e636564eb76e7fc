import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import type { FastifyInstance } from 'fastify';
import {
  createConnection,
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { z } from 'zod';
import { ok } from '../../src/data/result.ts';
import { httpServer, suggestRoutes } from '../../src/doors/http/index.ts';
import { LspServer } from '../../src/doors/lsp/server.ts';
import { mcpServer } from '../../src/doors/mcp/server.ts';
import { pageRoutes } from '../../src/doors/page/index.ts';
import { ProofAnswer, TacticsAnswer, VerificationAnswer } from '../../src/doors/workbench/answers.ts';
import { Workbench } from '../../src/doors/workbench/index.ts';
import type { TacticGenerator } from '../../src/generator/index.ts';
import type { Lean } from '../../src/lean/index.ts';
import { subjectFromText, suggest } from '../../src/proving/index.ts';
import { openTestLean } from '../lean/open-test-lean.ts';
import { Page } from './page/live-page.ts';

/** A theorem that is to be proved in a file, and a script that a model proposes for it. */
interface Case {
  readonly name: string;
  /** Stands before the theorem. */
  readonly before?: string;
  readonly goal: string;
  readonly script: string;
}

const refusedAsTactics: readonly (Case & { readonly judged: string })[] = [
  { name: 'sorry', goal: '1 = 0', script: 'sorry', judged: 'sorry' },
  { name: 'sorry behind first', goal: '2 = 0', script: 'first | sorry | trivial', judged: 'forbidden' },
  { name: 'native_decide', goal: '3 = 0', script: 'native_decide', judged: 'forbidden' },
  { name: 'lcProof', goal: '4 = 0', script: 'exact (lcProof : False).elim', judged: 'error' },
  { name: 'an axiom behind', goal: '5 = 0', script: 'exact cheat\naxiom cheat : 5 = 0', judged: 'changed' },
  {
    name: 'a lemma with a sorry',
    before: 'theorem bad (n : Nat) : n = 0 := sorry\n',
    goal: '8 = 0',
    script: 'exact bad _',
    judged: 'sorry',
  },
];

/** Lean accepts these scripts: the lie is in the file. Only the judge refuses them. */
const refusedByJudge: readonly (Case & { readonly judged: string })[] = [
  {
    name: 'an opaque that the kernel never saw',
    before: 'set_option debug.skipKernelTC true\nopaque o : False := lcProof\n',
    goal: '6 = 0',
    script: 'exact o.elim',
    judged: 'axiom',
  },
  {
    name: 'a theorem that the kernel never saw',
    before: 'set_option debug.skipKernelTC true\ntheorem bad : 7 = 0 := by decide +kernel\n',
    goal: '7 = 0',
    script: 'exact bad',
    judged: 'kernel',
  },
];

const honest: Case = { name: 'an honest proof', goal: '2 + 2 = 4', script: 'rfl' };

const fileOf = ({ before = '', goal }: Case): string => `${before}theorem attack : ${goal} := by\n  sorry\n`;
const completedOf = (each: Case): string =>
  fileOf(each).replace(/sorry\n$/, `${each.script.replaceAll('\n', '\n  ')}\n`);
const lineOf = (each: Case): number => fileOf(each).split('\n').length - 1;

const token = 'the-token';
const Suggested = z.object({
  details: z.array(
    z.object({ check: z.object({ kind: z.string(), error: z.string(), message: z.string() }).partial() }),
  ),
});

describe('no door trusts anything that another would refuse', () => {
  /** What the generator behind every door proposes. */
  let script = '';
  const generator: TacticGenerator = {
    name: 'scripted',
    propose: async (requests) =>
      requests.map(() => ({ kind: 'candidates', candidates: [{ tactic: script, logProbability: -1 }], tokens: 0 })),
    close: async () => {},
  };
  const agent = new Client({ name: 'test', version: '1' });
  let lean: Lean;
  let workbench: Workbench;
  let app: FastifyInstance;
  let address: string;
  let editor: ProtocolConnection;
  let opened = 0;

  before(async () => {
    lean = await openTestLean({ workers: 1 });
    workbench = new Workbench({ openLean: async () => ok(lean), createGenerator: async () => ok(generator) });

    const [here, there] = InMemoryTransport.createLinkedPair();
    const setup = { workbench, version: '0', roots: [], folder: import.meta.dirname, clientMayName: 'below' } as const;
    await mcpServer(setup).connect(there);
    await agent.connect(here);

    const [toServer, toEditor] = [new PassThrough(), new PassThrough()];
    const connection = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toEditor));
    new LspServer({ connection, workbench, version: '0', diagnostics: async () => false }).listen();
    editor = createProtocolConnection(new StreamMessageReader(toEditor), new StreamMessageWriter(toServer));
    editor.onRequest('workspace/applyEdit', () => ({ applied: true }));
    editor.listen();
    await editor.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
    await editor.sendNotification('initialized', {});

    app = httpServer({ hosts: [], origins: [] });
    suggestRoutes(app, {
      model: 'scripted',
      count: 8,
      answer: async ({ state, ...question }, signal) => {
        using subject = await subjectFromText(state, lean, signal);
        return await suggest(subject, { generator, lean, ...question }, signal);
      },
    });
    await pageRoutes(app, { workbench, token, files: undefined, runs: undefined });
    await app.listen({ port: 0, host: '127.0.0.1' });
    address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  });
  after(async () => {
    editor.dispose();
    await agent.close();
    await app.close();
    await workbench[Symbol.asyncDispose]();
  });

  const call = async <S extends z.ZodType>(name: string, args: Record<string, unknown>, schema: S) => {
    const { structuredContent } = await agent.callTool({ name, arguments: args }, { timeout: 300_000 });
    return schema.parse(structuredContent);
  };

  /** MCP's judge on the completed file. */
  const judged = async (each: Case) => {
    const { declarations, verified } = await call(
      'verify',
      { text: fileOf(each), completed: completedOf(each) },
      VerificationAnswer,
    );
    return { verified, reason: declarations.find(({ verdict }) => verdict === 'rejected')?.reason };
  };

  const askAgent = async (each: Case): Promise<ProofAnswer> => {
    const { proof } = await call('prove', { text: fileOf(each), line: lineOf(each) }, z.object({ proof: ProofAnswer }));
    return proof;
  };

  const askEditor = async (each: Case): Promise<ProofAnswer> => {
    const uri = `file:///Attack${opened++}.lean`;
    await editor.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'lean4', version: 1, text: fileOf(each) },
    });
    const command = { command: 'ariadne.prove', arguments: [uri, lineOf(each), 3] };
    return ProofAnswer.parse(await editor.sendRequest('workspace/executeCommand', command));
  };

  const openPage = async (each: Case): Promise<Page> => {
    const page = new Page(address, token);
    await page.ask({
      kind: 'prove',
      name: 'Attack.lean',
      text: fileOf(each),
      line: lineOf(each),
      column: 3,
      seconds: 60,
    });
    return page;
  };

  /** What a page is told in the end of the search that it watches. */
  const watch = async (each: Case): Promise<ProofAnswer | undefined> => {
    const page = await openPage(each);
    await page.hear('progress', ({ progress }) => progress.phase === 'ended');
    await page.close();
    return page.news.find((news) => news.kind === 'answer')?.answer;
  };

  const askHttp = async (each: Case) => {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tactic_state: `⊢ ${each.goal}` }),
    });
    return Suggested.parse(await response.json()).details[0]?.check;
  };

  /** What the page's own door says of a script that a person writes by hand. */
  const tryByHand = async (each: Case) => {
    const page = await openPage(each);
    await page.hear('opened', () => true);
    await page.ask({ kind: 'try', node: 0, tactic: each.script });
    const { tried } = await page.hear('tried', () => true);
    await page.close();
    return { kind: 'fails', error: tried.outcome, message: tried.message };
  };

  const failure = (answer: ProofAnswer): string | undefined =>
    answer.outcome === 'unproved' ? answer.failures.find(({ tactic }) => tactic === script)?.message : answer.outcome;

  for (const each of refusedAsTactics) {
    it(`refuses ${each.name} everywhere, and says the same`, { timeout: 120_000 }, async () => {
      script = each.script;
      const place = { text: fileOf(each), line: lineOf(each) };
      const { tactics } = await call('try_tactics', { ...place, tactics: [script] }, TacticsAnswer);
      const [first] = tactics;
      assert.ok(first?.outcome === 'fails');
      const { error, message } = first;
      // A state has no file around it.
      if (each.before === undefined) assert.deepEqual(await askHttp(each), { kind: 'fails', error, message });
      assert.deepEqual(await tryByHand(each), { kind: 'fails', error, message });
      assert.equal(failure(await askAgent(each)), message);
      assert.equal(failure(await askEditor(each)), message);
      assert.deepEqual(await judged(each), { verified: false, reason: each.judged });
    });
  }

  for (const each of refusedByJudge) {
    it(`finds ${each.name} wherever it is asked for a proof`, { timeout: 120_000 }, async () => {
      script = each.script;
      const { verified, reason } = await judged(each);
      assert.deepEqual({ verified, reason }, { verified: false, reason: each.judged });
      for (const answer of [await askAgent(each), await askEditor(each), await watch(each)]) {
        assert.ok(answer?.outcome === 'rejected', JSON.stringify(answer));
        assert.equal(answer.reason, reason);
      }
    });
  }

  it('accepts an honest proof everywhere', { timeout: 120_000 }, async () => {
    script = honest.script;
    assert.deepEqual(await judged(honest), { verified: true, reason: undefined });
    assert.deepEqual(await askHttp(honest), { kind: 'closes' });
    for (const answer of [await askAgent(honest), await askEditor(honest), await watch(honest)]) {
      assert.equal(answer?.outcome, 'proved');
    }
  });
});
