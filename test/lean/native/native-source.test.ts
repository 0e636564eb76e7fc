import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nativeSource } from '../../../src/lean/sources.ts';
import { openTestLean } from '../open-test-lean.ts';

describe('the program for a native Lean', () => {
  it('elaborates without an error', async () => {
    await using lean = await openTestLean();
    const source = nativeSource();
    const loaded = await lean.loadFile(source.text, 'Ariadne.lean');
    assert.ok(loaded.ok, JSON.stringify(loaded));
    const errors = loaded.value.messages
      .filter(({ severity }) => severity === 'error')
      .map(({ position, text }) => source.locate(`Ariadne:${position.line}:${position.column}: ${text}`));
    assert.deepEqual(errors, []);
  });
});
