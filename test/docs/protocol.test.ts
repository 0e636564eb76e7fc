import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { launcher } from '../../src/lean/process/launcher.ts';
import { type Method, methods, type ParamsOf } from '../../src/lean/protocol.ts';
import { openTestLean } from '../lean/open-test-lean.ts';

const any = '…';
const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
const blocks = Array.from(page.matchAll(/```json\n([\s\S]*?)```/g), ([, block]) => JSON.parse(block!));

/** Compares an answer with the one of the page, where `…` stands for what may be anything. */
function assertMatches(actual: unknown, expected: unknown, path: string): void {
  if (expected === any) return;
  if (Array.isArray(expected)) {
    assert.ok(Array.isArray(actual), path);
    assert.equal(actual.length, expected.length, `length of ${path}`);
    for (const [i, each] of expected.entries()) assertMatches(actual[i], each, `${path}[${i}]`);
  } else if (typeof expected === 'object' && expected !== null) {
    assert.ok(typeof actual === 'object' && actual !== null, path);
    const { [any]: further, ...fields } = expected as Record<string, unknown>;
    for (const [name, value] of Object.entries(fields)) {
      assert.ok(name in actual, `${path} has no field ${name}`);
      assertMatches((actual as Record<string, unknown>)[name], value, `${path}.${name}`);
    }
    if (further === undefined) assert.deepEqual(Object.keys(actual).toSorted(), Object.keys(fields).toSorted(), path);
  } else assert.deepEqual(actual, expected, path);
}

/** `"$name"` stands for the first state that the request called `name` was answered with. */
const withStates = (value: unknown, states: ReadonlyMap<string, number>): unknown =>
  JSON.parse(JSON.stringify(value), (_, each) =>
    typeof each === 'string' && each.startsWith('$') ? (states.get(each.slice(1)) ?? each) : each,
  );

test('the examples of docs/protocol.md are what Lean says', async (t) => {
  const lean = await openTestLean();
  t.after(() => lean.close());
  const starter = launcher(lean.command);
  t.after(() => starter.close());
  const started = starter.start();
  assert.ok(started.ok);
  const { client } = started.value;
  t.after(() => client.kill());
  const states = new Map<string, number>();
  assert.ok(blocks.length >= 12 && blocks.length % 2 === 0);
  for (let i = 0; i < blocks.length; i += 2) {
    const { method, params, as } = blocks[i] as { method: Method; params: unknown; as?: string };
    assert.ok(method in methods, `the page knows a method ${method}`);
    const given = withStates(params, states) as ParamsOf<Method>;
    const answer = await client.request(method, given, { timeout: 120_000 });
    assert.ok(answer.ok, `${method}: ${JSON.stringify(answer)}`);
    assertMatches(answer.value, blocks[i + 1], method);
    const first = (answer.value as { states?: readonly { state: number }[] } | null)?.states?.[0];
    if (as !== undefined && first !== undefined) states.set(as, first.state);
  }
});

test('docs/protocol.md names every method', () => {
  for (const method of Object.keys(methods)) assert.ok(page.includes(method), method);
});
