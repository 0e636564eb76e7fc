import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

const uri = 'file:///project/Demo.lean';
const text = `-- 𝔸 is outside of the first plane
theorem easy (a b : Nat) : a + b = b + a := by sorry

theorem wrong (n : Nat) : n < 2 := by sorry

theorem broken : 1 + 1 = := by rfl

theorem done (p : Prop) (h : p) : p ∧ p := by
  constructor <;> exact h
`;
const bin = join(import.meta.dirname, '..', '..', '..', 'bin', 'ariadne.js');

let server: ChildProcess;
let connection: ProtocolConnection;
const edits: WorkspaceEdit[] = [];
const told: string[] = [];
const progress: string[] = [];
const tokens: string[] = [];
const diagnosed = Promise.withResolvers<Diagnostic[]>();

describe('ariadne lsp', () => {
  before(async () => {
    server = spawn(process.execPath, [bin, 'lsp', '--workers', '1', '--generator', 'portfolio', '--lean', 'embedded'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    assert.ok(server.stdin && server.stdout);
    connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    connection.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
      edits.push(edit);
      return { applied: true };
    });
    connection.onRequest('workspace/codeLens/refresh', () => null);
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.onRequest('window/showMessageRequest', ({ actions }: { actions: unknown[] }) => actions[0]);
    connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      told.push(message);
    });
    connection.onNotification('$/progress', ({ token, value }: { token: string; value: { kind: string } }) => {
      progress.push(value.kind);
      tokens.push(token);
    });
    connection.onNotification('textDocument/publishDiagnostics', (params: { diagnostics: Diagnostic[] }) =>
      diagnosed.resolve(params.diagnostics),
    );
    connection.listen();
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { window: { workDoneProgress: true }, workspace: { codeLens: { refreshSupport: true } } },
      initializationOptions: { seconds: 30 },
    });
    await connection.sendNotification('initialized', {});
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'lean4', version: 1, text },
    });
  });
  after(async () => {
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    if (server.exitCode === null) await once(server, 'exit');
    connection.dispose();
  });

  it('shows errors where no other Lean does', async () => {
    const errors = (await diagnosed.promise).filter(({ severity }) => severity === 1);
    assert.deepEqual(
      errors.map(({ range }) => range.start.line),
      [5],
    );
  });

  it('offers to prove, suggest and disprove at every sorry', async () => {
    const lenses = await connection.sendRequest<
      { range: { start: { line: number; character: number } }; command: { title: string } }[]
    >('textDocument/codeLens', { textDocument: { uri } });
    assert.deepEqual(
      lenses.map(({ range, command }) => [range.start.line, range.start.character, command.title]),
      [1, 3].flatMap((line, i) => ['prove', 'suggest', 'disprove'].map((title) => [line, [47, 38][i], title])),
    );
  });

  it('shows the goal of a sorry', async () => {
    const hover = await connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', {
      textDocument: { uri },
      position: { line: 1, character: 48 },
    });
    assert.match(hover.contents.value, /⊢ a \+ b = b \+ a/);
  });

  it('shows the goal of a place without a sorry, and answers views that are made for the server of Lean', async () => {
    const place = { textDocument: { uri }, position: { line: 8, character: 2 } };
    const hover = await connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', place);
    assert.match(hover.contents.value, /⊢ p ∧ p/);
    const plain = await connection.sendRequest<{ goals: string[] }>('$/lean/plainGoal', place);
    assert.deepEqual(plain.goals, ['p : Prop\nh : p\n⊢ p ∧ p']);
  });

  it('puts a verified proof in as an edit, with progress', async () => {
    const answer = await connection.sendRequest<{ outcome: string }>('workspace/executeCommand', {
      command: 'ariadne.prove',
      arguments: [uri, 2, 48],
    });
    assert.equal(answer.outcome, 'proved');
    const [change] = edits[0]?.documentChanges ?? [];
    assert.ok(change !== undefined && 'edits' in change);
    const [edit] = change.edits;
    assert.ok(edit !== undefined && 'newText' in edit);
    const document = TextDocument.create(uri, 'lean4', 1, text);
    const line = TextDocument.applyEdits(document, [edit]).split('\n')[1];
    assert.match(line ?? '', /^theorem easy \(a b : Nat\) : a \+ b = b \+ a := by (?!sorry)\S/);
    const own = progress.filter((_, i) => tokens[i] === tokens.at(-1));
    assert.deepEqual([own[0], own.at(-1)], ['begin', 'end']);
  });

  it('tells its progress to whoever gave a token for it, and begins none of its own then', async () => {
    const before = progress.length;
    await connection.sendRequest('workspace/executeCommand', {
      command: 'ariadne.prove',
      arguments: [uri, 2, 48],
      workDoneToken: 'mine',
    });
    assert.deepEqual([...new Set(tokens.slice(before))], ['mine']);
    assert.deepEqual([progress[before], progress.at(-1)], ['begin', 'end']);
  });

  it('finds a counterexample', async () => {
    const answer = await connection.sendRequest<{ outcome: string }>('workspace/executeCommand', {
      command: 'ariadne.disprove',
      arguments: [uri, 4, 39],
    });
    assert.equal(answer.outcome, 'false');
    assert.match(told.at(-1) ?? '', /It is false/);
  });

  it('lets a person choose among suggestions', async () => {
    await connection.sendRequest('workspace/executeCommand', { command: 'ariadne.suggest', arguments: [uri, 2, 48] });
    assert.equal(edits.length, 3);
  });

  it('puts a suggestion in with a sorry for each goal that it leaves', async () => {
    await connection.sendRequest('ariadne/place', [uri, 2, 48, 'apply Nat.le_antisymm', 2]);
    const [change] = edits.at(-1)?.documentChanges ?? [];
    assert.ok(change !== undefined && 'edits' in change);
    const [edit] = change.edits;
    assert.ok(edit !== undefined && 'newText' in edit);
    const after = TextDocument.applyEdits(TextDocument.create(uri, 'lean4', 1, text), [edit]);
    assert.match(after, /apply Nat\.le_antisymm\n +· sorry\n +· sorry\n/);
  });

  it('lists the theorems of a file with their state', async () => {
    const rows = await connection.sendRequest<Record<string, unknown>[]>('ariadne/theorems', { uri });
    assert.deepEqual(
      rows.map(({ name, line, state }) => [name, line, state]),
      [
        ['easy', 2, 'open'],
        ['wrong', 4, 'open'],
        ['broken', 6, 'broken'],
        ['done', 8, 'complete'],
      ],
    );
    assert.deepEqual(rows[0]?.sorries, [{ line: 2, column: 48, goals: ['a b : Nat\n⊢ a + b = b + a'] }]);
  });

  it('keeps to settings that are changed', async () => {
    const suggested = () => connection.sendRequest<{ suggestions: unknown[] }>('ariadne/suggestions', [uri, 2, 48]);
    assert.ok((await suggested()).suggestions.length > 1);
    await connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { ariadne: { suggestions: 1 } },
    });
    assert.equal((await suggested()).suggestions.length, 1);
  });

  it('refuses arguments that are none', async () => {
    await assert.rejects(
      connection.sendRequest('workspace/executeCommand', {
        command: 'ariadne.prove',
        arguments: ['file:///other', -1],
      }),
    );
    await assert.rejects(
      connection.sendRequest('workspace/executeCommand', {
        command: 'ariadne.prove',
        arguments: ['file:///other', 1, 1],
      }),
      /is not open/,
    );
  });
});
