import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findCommand } from '../../../src/lean/open.ts';
import type { LeanClient } from '../../../src/lean/process/client.ts';
import { type KeptLean, type LeanLauncher, launcher } from '../../../src/lean/process/launcher.ts';
import type { ProofCheckResult } from '../../../src/lean/protocol.ts';

const timeout = 120_000;
const fileName = 'Kept.lean';
const beginning = `def double (n : Nat) : Nat := n + n
example : double 1 = 2 := by sorry
theorem double_zero : double 0 = 0 := by sorry
`;
const loaded = `${beginning}theorem first : double 2 = 4 := by sorry\n`;
const other = `${beginning}theorem second (n : Nat) : double n = 2 * n := by\n  sorry\nexample : double 3 = 6 := by sorry\n`;
const changed = other.replace('n + n', 'n + n + 0');

/** Originals, what is written in the place of their last `sorry`, and what the judge says of it. */
const cases: readonly (readonly [what: string, original: string, filling: string, verdict: string])[] = [
  ['on the file that was loaded', loaded, 'rfl', 'verified'],
  ['on a wrong proof in it', loaded, 'exact double_zero', 'rejected'],
  ['on a proof that rests on a `sorry` of it', loaded, 'have := double_zero; rfl', 'rejected'],
  ['on a file with the same beginning', other, 'rfl', 'verified'],
  ['on a file whose beginning is another one', changed, 'rfl', 'verified'],
];

describe('a verdict in a memory that was kept when a file had been loaded', () => {
  let host: LeanLauncher;
  let kept: KeptLean;
  before(async () => {
    const command = await findCommand({ lean: 'embedded' }, () => {});
    assert.ok(command.ok, JSON.stringify(command));
    host = launcher(command.value);
    const client = open();
    assert.ok((await client.request('file/load', { fileName, text: loaded }, { timeout })).ok);
    const memory = await host.keep(client);
    assert.ok(memory !== undefined);
    kept = memory;
    client.kill();
  });
  after(() => host.close());

  function open(from?: KeptLean): LeanClient {
    const started = host.start(from);
    assert.ok(started.ok, JSON.stringify(started));
    return started.value.client;
  }

  async function verdict(client: LeanClient, original: string, filling: string): Promise<ProofCheckResult> {
    const at = original.lastIndexOf('sorry');
    const completed = `${original.slice(0, at)}${filling}${original.slice(at + 'sorry'.length)}`;
    const declarations = [original.split('by').length - 1];
    const checked = await client.request('proof/check', { original, completed, fileName, declarations }, { timeout });
    client.kill();
    assert.ok(checked.ok, JSON.stringify(checked));
    return checked.value;
  }

  for (const [what, original, filling, expected] of cases) {
    it(`is the one of a Lean that has loaded nothing, ${what}`, async () => {
      const fresh = await verdict(open(), original, filling);
      assert.equal(fresh.results[0]?.verdict, expected, JSON.stringify(fresh));
      assert.deepEqual(await verdict(open(kept), original, filling), fresh);
    });
  }

  it('sees the same goals in a file with the same beginning as a Lean that has loaded nothing', async () => {
    const load = async (client: LeanClient) => {
      const answer = await client.request('file/load', { fileName: 'Other.lean', text: other }, { timeout });
      client.kill();
      assert.ok(answer.ok, JSON.stringify(answer));
      return { ...answer.value, file: 0 };
    };
    assert.deepEqual(await load(open(kept)), await load(open()));
  });
});
