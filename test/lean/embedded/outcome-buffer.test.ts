import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OutcomeBuffer } from '../../../src/lean/embedded/runtime/outcome-buffer.ts';

describe('OutcomeBuffer', () => {
  it('gives what was added, in order and once', () => {
    const writer = new OutcomeBuffer();
    const reader = new OutcomeBuffer(writer.buffer);
    assert.ok(writer.add('{"kind":"proved"}') && writer.add(JSON.stringify({ message: 'a\nb, ∀' })));
    assert.deepEqual(reader.take(), [{ kind: 'proved' }, { message: 'a\nb, ∀' }]);
    assert.deepEqual(reader.take(), []);
  });

  it('says when there is no room, and has room again when all was taken', () => {
    const buffer = new OutcomeBuffer();
    const outcome = JSON.stringify('x'.repeat(300_000));
    const added = [1, 2, 3, 4].map(() => buffer.add(outcome));
    assert.deepEqual(added, [true, true, true, false]);
    assert.equal(buffer.take().length, 3);
    assert.ok(buffer.add(outcome));
  });
});
