import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Lean, StartedStates } from '../../../src/lean/index.ts';
import { openTestLean } from '../open-test-lean.ts';

let lean: Lean;
let state: StartedStates[number]['state'];
before(async () => {
  lean = await openTestLean();
  const started = await lean.startStatement('∀ p : Prop, p → p');
  assert.ok(started.ok);
  state = started.value[0]!.state;
});
after(() => lean.close());

async function outlined(script: string) {
  const outline = await lean.outline(state, script);
  assert.ok(outline.ok, JSON.stringify(outline));
  const { tactics, message } = outline.value;
  return { tactics: tactics.map(({ kind, text }) => `${kind}: ${text}`), message };
}

describe('a script', () => {
  it('is taken apart into the tactics that it is made of', async () => {
    assert.deepEqual(await outlined('intro p h -- two\nconstructor\n· exact h'), {
      tactics: ['plain: intro p h', 'plain: constructor', 'focus: · exact h'],
      message: undefined,
    });
  });

  it('of which a part does not parse is taken apart up to there', async () => {
    const { tactics, message } = await outlined(
      'intro p h\nexact h\n\n#eval IO.println "x"\ntheorem x : True := trivial',
    );
    assert.deepEqual(tactics, ['plain: intro p h', 'plain: exact h']);
    assert.match(message ?? '', /^<tactic>:4:0: /);
  });

  it('is none where nothing of it parses', async () => {
    for (const script of ['', '\n', 'Here is the proof.', 'intro \ud800']) {
      assert.deepEqual((await outlined(script)).tactics, []);
    }
  });

  it('that is longer than any proof is cut', async () => {
    const lines = await outlined('simp\n'.repeat(5_000));
    assert.equal(lines.tactics.length, 2_000);
    assert.equal(lines.message, 'the script is too long');
    assert.deepEqual((await outlined(`exact ${'a'.repeat(100_000)}`)).tactics, []);
  });

  it('that is too deep for the parser costs a Lean, and the next one goes on', async () => {
    const deep = await lean.outline(state, `${'('.repeat(3_000)}simp${')'.repeat(3_000)}`);
    assert.ok(!deep.ok);
    const [outcome] = await lean.run(state, ['exact fun _ h => h'], new AbortController().signal);
    assert.equal(outcome?.kind, 'proved');
  });
});
