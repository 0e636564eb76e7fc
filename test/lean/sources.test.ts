import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { embeddedSource, LeanSource, nativeSource } from '../../src/lean/sources.ts';

describe('the Lean source', () => {
  it('names the file and line where Lean finds an error', () => {
    const source = new LeanSource('a\nb\nc\nd\n', [
      { file: 'One.lean', line: 1 },
      { file: 'Two.lean', line: 3 },
    ]);
    assert.equal(source.locate('Ariadne:4:7: error: no'), 'lean/Two.lean:2:7: error: no');
  });

  it('is meta code without a header for the embedded Lean', () => {
    assert.match(embeddedSource().text, /^public meta section\n(?!.*^import )/ms);
  });

  it('is a program with a header for a native Lean', () => {
    const { text } = nativeSource();
    assert.match(text, /^import Lean\n/);
    assert.match(text, /^unsafe def main : IO Unit/m);
  });

  it('defines the server for both', () => {
    for (const { text } of [embeddedSource(), nativeSource()]) assert.match(text, /^def mkServer /m);
  });
});
