import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import {
  createConnection,
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ok } from '../../../src/data/result.ts';
import type { PageNews } from '../../../src/doors/live/index.ts';
import { LspServer } from '../../../src/doors/lsp/server.ts';
import { Workbench } from '../../../src/doors/workbench/index.ts';
import { createGenerator } from '../../../src/generator/index.ts';
import { openTestLean } from '../../lean/open-test-lean.ts';
import { waitUntil } from '../../lean/wait-until.ts';

const uri = 'file:///project/Panel.lean';
const text = `theorem easy (p q : Prop) (h : p ∧ q) : q ∧ p := by sorry

theorem fixed (f : Nat → Nat) (h : ∀ n, f (n + 1) > f (f n)) : ∀ n, f n = n := by sorry
`;

describe('a search that a panel of an editor watches', () => {
  let client: ProtocolConnection;
  let workbench: Workbench;
  let server: LspServer;
  const heard = new Map<number, PageNews[]>();
  const ended = new Map<number, string>();
  const edits: WorkspaceEdit[] = [];

  before(async () => {
    const lean = await openTestLean({ workers: 1 });
    workbench = new Workbench({
      openLean: async () => ok(lean),
      createGenerator: () => createGenerator({ kind: 'portfolio' }),
    });
    const [there, back] = [new PassThrough(), new PassThrough()];
    const connection = createConnection(there, back);
    server = new LspServer({ connection, workbench, version: '0', diagnostics: async () => false });
    server.listen();
    client = createProtocolConnection(new StreamMessageReader(back), new StreamMessageWriter(there));
    client.onNotification('$/ariadne/search/news', ({ search, news }: { search: number; news: PageNews }) => {
      heard.set(search, [...(heard.get(search) ?? []), news]);
    });
    client.onNotification('$/ariadne/search/ended', ({ search, reason }: { search: number; reason: string }) => {
      ended.set(search, reason);
    });
    client.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
      edits.push(edit);
      return { applied: true };
    });
    client.listen();
    await client.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
    await client.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'lean4', version: 1, text },
    });
  });
  after(async () => {
    server[Symbol.dispose]();
    client.dispose();
    await workbench[Symbol.asyncDispose]();
  });

  const open = (search: number, line: number, column: number) =>
    client.sendRequest('ariadne/search/open', { search, uri, line, column, seconds: 60 });
  const ask = (search: number, request: object) => client.sendNotification('ariadne/search/ask', { search, request });
  const hear = async (search: number, what: string, fits: (news: PageNews) => boolean) => {
    await waitUntil(what, () => heard.get(search)?.some(fits) === true, 60_000);
    return heard.get(search)!.find(fits)!;
  };

  it('tells its news, and writes the proof that it told into the document', async () => {
    await open(1, 1, 53);
    const answer = await hear(1, 'the answer', ({ kind }) => kind === 'answer');
    assert.ok(answer.kind === 'answer' && answer.answer.outcome === 'proved');
    assert.deepEqual(await client.sendRequest('ariadne/search/write', { search: 1 }), { written: true });
    const [change] = edits[0]?.documentChanges ?? [];
    assert.ok(change !== undefined && 'edits' in change);
    assert.deepEqual(change.textDocument, { uri, version: 1 });
    const document = TextDocument.create(uri, 'lean4', 1, text);
    const [line] = TextDocument.applyEdits(document, change.edits as TextEdit[]).split('\n');
    assert.equal(line, `theorem easy (p q : Prop) (h : p ∧ q) : q ∧ p := by ${answer.answer.script}`);
  });

  it('is paused, and takes a tactic by hand', async () => {
    await open(2, 3, 83);
    await hear(2, 'a goal', (news) => news.kind === 'graph' && news.change.nodes.length > 0);
    await ask(2, { kind: 'pause' });
    await hear(2, 'that it has paused', (news) => news.kind === 'progress' && news.progress.phase === 'paused');
    await ask(2, { kind: 'try', node: 0, tactic: 'intro n' });
    const tried = await hear(2, 'what the tactic does', ({ kind }) => kind === 'tried');
    assert.ok(tried.kind === 'tried' && tried.tried.outcome === 'progress');
  });

  it('writes no proof into a document that has changed', async () => {
    await client.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' }],
    });
    assert.deepEqual(await client.sendRequest('ariadne/search/write', { search: 1 }), { written: false });
    assert.equal(edits.length, 1);
  });

  it('is closed, and says no more', async () => {
    await client.sendNotification('ariadne/search/close', { search: 2 });
    await assert.rejects(client.sendRequest('ariadne/search/write', { search: -1.5 }));
    const before = heard.get(2)?.length;
    await ask(2, { kind: 'inspect', node: 0 });
    assert.deepEqual(await client.sendRequest('ariadne/search/write', { search: 2 }), { written: false });
    assert.equal(heard.get(2)?.length, before);
  });

  it('is none of a document that is not open, or of a number that is taken', async () => {
    await assert.rejects(
      client.sendRequest('ariadne/search/open', {
        search: 9,
        uri: 'file:///etc/passwd',
        line: 1,
        column: 1,
        seconds: 9,
      }),
      /is not open/,
    );
    await assert.rejects(open(1, 1, 53), /The search 1 is open/);
  });

  it('tells a problem, and that it has ended, where there is no sorry', async () => {
    await open(4, 1, 1);
    await hear(4, 'the problem', ({ kind }) => kind === 'problem');
    await waitUntil('the end', () => ended.has(4), 10_000);
  });
});
