import assert from 'node:assert/strict';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type CallToolResult, Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

import { z } from 'zod';
import {
  DisproofAnswer,
  GoalsAnswer,
  MinimisedAnswer,
  PlacesAnswer,
  PremisesAnswer,
  ProofAnswer,
  SuggestionsAnswer,
  TacticsAnswer,
  VerificationAnswer,
} from '../../../src/doors/workbench/answers.ts';

const folder = mkdtempSync(join(tmpdir(), 'ariadne-mcp-'));
const original = `theorem easy (a b : Nat) : a + b = b + a := by sorry

theorem wrong (n : Nat) : n < 2 := by sorry

theorem hard (f : Nat → Nat) (h : ∀ n, f (n + 1) > f (f n)) : ∀ n, f n = n := by
  sorry
`;
writeFileSync(join(folder, 'Three.lean'), original);
writeFileSync(join(folder, 'Large.lean'), `-- ${'x'.repeat(3_000_000)}\n`);
symlinkSync('/etc/passwd', join(folder, 'Link.lean'));

const bin = join(import.meta.dirname, '..', '..', '..', 'bin', 'ariadne.js');
const client = new Client({ name: 'test', version: '1' });

const ErrorAnswer = z.object({
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }),
});
const ProofResult = z.object({ proof: ProofAnswer });
const DisproofResult = z.object({ disproof: DisproofAnswer });

/** What a tool answers, read by its schema: the structured content, which the text repeats. */
async function call<S extends z.ZodType>(
  name: string,
  args: Record<string, unknown>,
  schema: S,
  options: object = {},
): Promise<z.output<S>> {
  // The first call of a machine's life waits for Lean to be prepared.
  const result = (await client.callTool({ name, arguments: args }, { timeout: 300_000, ...options })) as CallToolResult;
  const [content] = result.content;
  assert.equal(content?.type, 'text');
  assert.deepEqual(JSON.parse(content.text), result.structuredContent);
  return schema.parse(result.structuredContent);
}

describe('ariadne mcp', () => {
  before(() =>
    client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [bin, 'mcp', '--root', folder, '--workers', '1', '--generator', 'portfolio'],
        stderr: 'ignore',
        env: { ...process.env } as Record<string, string>,
      }),
    ),
  );
  after(() => client.close());

  it('offers its tools, the trust rule and a prompt', async () => {
    const { tools } = await client.listTools();
    const names = tools.map(({ name }) => name).toSorted();
    assert.deepEqual(names, [
      'disprove',
      'goals',
      'minimise',
      'prove',
      'search_premises',
      'suggest',
      'try_tactics',
      'verify',
    ]);
    const { contents } = await client.readResource({ uri: 'ariadne://trust' });
    assert.match(String(contents[0] && 'text' in contents[0] && contents[0].text), /kernel/);
    const { prompts } = await client.listPrompts();
    assert.deepEqual(
      prompts.map(({ name }) => name),
      ['prove-with-ariadne'],
    );
  });

  it('lists every sorry with its goals', async () => {
    const { sorries } = await call('goals', { file: 'Three.lean' }, GoalsAnswer);
    assert.deepEqual(
      sorries.map((sorry) => [sorry.line, sorry.declaration]),
      [
        [1, 'easy'],
        [3, 'wrong'],
        [6, 'hard'],
      ],
    );
    assert.match(String(sorries[0]?.goals[0]), /⊢ a \+ b = b \+ a/);
  });

  it('shows the goals at any place, with or without a sorry', async () => {
    const text =
      'theorem swap (p q : Prop) (hp : p) (hq : q) : q ∧ p := by\n  constructor\n  · exact hq\n  · exact hp\n';
    const { places } = await call('goals', { text, line: 2 }, PlacesAnswer);
    assert.deepEqual(
      places.map(({ column, kind, goals }) => [column, kind, goals.map((goal) => goal.split('⊢ ')[1])]),
      [
        [3, 'tactic', ['q ∧ p']],
        [14, 'tactic', ['q', 'p']],
      ],
    );
    const {
      places: [done],
    } = await call('goals', { text, line: 4, column: 13 }, PlacesAnswer);
    assert.deepEqual([done?.kind, done?.goals], ['tactic', []]);
    const { error } = await call('goals', { text, line: 40 }, ErrorAnswer);
    assert.equal(error.code, 'no-such-line');
  });

  it('proves a sorry and says what to write where', async () => {
    const { proof } = await call('prove', { file: 'Three.lean', line: 1 }, ProofResult);
    assert.equal(proof.outcome, 'proved');
    assert.equal(proof.edit?.line, 1);
    assert.deepEqual(
      proof.axioms.filter((axiom: string) => axiom === 'sorryAx'),
      [],
    );
  });

  it('proves a statement, and tells progress to a client that wants it', async () => {
    const seen: unknown[] = [];
    const { proof } = await call('prove', { statement: '∀ n : Nat, n * 0 = 0' }, ProofResult, {
      onprogress: (p: unknown) => seen.push(p),
    });
    assert.equal(proof.outcome, 'proved');
    assert.ok(seen.length > 0);
  });

  it('tells what is nearest where nothing is proved', async () => {
    const { proof } = await call('prove', { file: 'Three.lean', line: 6, checks: 80 }, ProofResult);
    assert.equal(proof.outcome, 'unproved');
    assert.ok(proof.nearest.length > 0 && proof.nearest[0]!.after.length > 0);
  });

  it('checks tactics on one goal, each by itself', async () => {
    const { tactics } = await call(
      'try_tactics',
      {
        file: 'Three.lean',
        line: 1,
        tactics: ['omega', 'cases a', 'rfl', 'exact )'],
      },
      TacticsAnswer,
    );
    assert.deepEqual(
      tactics.map((tactic) => tactic.outcome),
      ['closes', 'leaves', 'fails', 'fails'],
    );
    assert.equal(tactics[3]?.outcome === 'fails' && tactics[3].error, 'parse');
  });

  it('suggests only what Lean accepts, for a printed state, too', async () => {
    const { suggestions } = await call(
      'suggest',
      { state: 'a b : Nat\nh : a = b\n⊢ b = a', count: 4 },
      SuggestionsAnswer,
    );
    assert.ok(suggestions.length > 0);
    assert.equal(suggestions[0]?.check.outcome, 'closes');
  });

  it('disproves what is false, and leaves open what is true', async () => {
    const wrong = await call('disprove', { file: 'Three.lean', line: 3 }, DisproofResult);
    assert.equal(wrong.disproof.outcome, 'false');
    const right = await call('disprove', { statement: '1 + 1 = 2', checks: 40 }, DisproofResult);
    assert.equal(right.disproof.outcome, 'unknown');
  });

  it('verifies a completed file, and rejects one that changes a statement', async () => {
    const filled = original.replace('b + a := by sorry', 'b + a := by omega');
    const good = await call('verify', { file: 'Three.lean', completed: filled }, VerificationAnswer);
    assert.deepEqual(good.declarations.map((d) => d.verdict)[0], 'verified');
    assert.equal(good.verified, false);
    const bad = await call(
      'verify',
      {
        file: 'Three.lean',
        completed: filled.replace('n < 2 := by sorry', 'n < n + 2 := by omega'),
      },
      VerificationAnswer,
    );
    assert.ok(bad.declarations.some((d) => d.verdict === 'rejected'));
  });

  it('finds the hypotheses that a proof needs', async () => {
    const state = 'a b c : Nat\nh : a = b\nk : b = c\n⊢ b = a';
    const { script, needed, superfluous } = await call(
      'minimise',
      { state, script: 'have := k\nexact h.symm' },
      MinimisedAnswer,
    );
    assert.equal(script, 'exact h.symm');
    assert.ok(needed.includes('h') && superfluous.includes('k'));
  });

  it('finds lemmas of the library', async () => {
    const { premises } = await call(
      'search_premises',
      { statement: '∀ (l : List Nat), l.reverse.reverse = l' },
      PremisesAnswer,
    );
    assert.ok(premises.some(({ name }) => name.includes('reverse')));
  });

  for (const [name, args, code] of [
    ['a file outside of the roots', { file: '/etc/passwd' }, 'outside-roots'],
    ['a link that leads outside', { file: 'Link.lean' }, 'outside-roots'],
    ['a way up', { file: '../../../../etc/passwd' }, /outside-roots|file-not-found/],
    ['a file that is not there', { file: 'None.lean' }, 'file-not-found'],
    ['a file that is too large', { file: 'Large.lean' }, 'file-too-large'],
    ['two sources at once', { file: 'Three.lean', text: '' }, 'invalid-arguments'],
  ] as const) {
    it(`refuses ${name} with a code and a hint`, async () => {
      const { error } = await call('goals', args, ErrorAnswer);
      assert.match(error.code, code instanceof RegExp ? code : new RegExp(`^${code}$`));
    });
  }

  it('answers a statement that tries to be a command with an error', async () => {
    const { error } = await call(
      'prove',
      { statement: 'True := trivial\n\ntheorem x : 1 = 2', seconds: 5 },
      ErrorAnswer,
    );
    assert.equal(error.code, 'lean-error');
  });

  for (const statement of [
    '(by_elab return Lean.mkConst `True)',
    '(by run_tac pure (); exact True)',
    '(sorry : Prop)',
  ]) {
    it(`refuses the statement ${statement}, as it would refuse a tactic that holds it`, async () => {
      for (const tool of ['prove', 'disprove', 'suggest', 'search_premises']) {
        const { error } = await call(tool, { statement }, ErrorAnswer);
        assert.equal(error.code, 'statement-refused');
      }
    });
  }

  it('frees Lean when a request is cancelled', async () => {
    const stop = new AbortController();
    const long = client.callTool(
      { name: 'prove', arguments: { file: 'Three.lean', line: 6, seconds: 600 } },
      { signal: stop.signal },
    );
    setTimeout(() => stop.abort(), 500);
    await assert.rejects(long);
    const { tactics } = await call('try_tactics', { file: 'Three.lean', line: 1, tactics: ['omega'] }, TacticsAnswer);
    assert.equal(tactics[0]?.outcome, 'closes');
  });
});
