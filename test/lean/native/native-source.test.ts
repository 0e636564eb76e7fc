import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nativeSource } from '../../../src/lean/sources.ts';
import { openTestLean } from '../open-test-lean.ts';

describe('the program for a native Lean', () => {
  // What Lean says of a program that it runs, it says on standard output, before our first answer.
  it('elaborates without a word', async () => {
    await using lean = await openTestLean();
    const source = nativeSource();
    const loaded = await lean.loadFile(source.text, 'Ariadne.lean');
    assert.ok(loaded.ok, JSON.stringify(loaded));
    const said = loaded.value.messages.map(({ position, text }) =>
      source.locate(`Ariadne:${position.line}:${position.column}: ${text}`),
    );
    assert.deepEqual(said, []);
  });
});
