import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { makeLoader } from '../../../src/lean/embedded/wasm/loader.ts';
import { findEnqueue } from '../../../src/lean/embedded/wasm/module-bytes.ts';
import { findPackage } from '../../../src/lean/embedded/wasm/package.ts';

describe('the slim loader', () => {
  const found = findPackage();
  assert.ok(found.ok);
  const script = readFileSync(found.value.script, 'utf8');

  it('is a hundredth of the script that it is made from', () => {
    const made = makeLoader(script);
    assert.ok(
      made.ok && made.value.length < script.length / 100,
      made.ok ? `${made.value.length}` : made.error.message,
    );
  });

  it('is refused where a place that has to change is not there', () => {
    const other = script.replace('init(){newDSO("__main__",0,wasmImports)}', 'init(){}');
    const made = makeLoader(other);
    assert.ok(!made.ok);
    assert.equal(made.error.code, 'lean-package-unexpected');
    assert.match(made.error.message, /0 places instead of one for: the main library finds its symbols/);
  });

  it('is refused where the script is another one altogether', () => {
    const made = makeLoader('console.log("hello")');
    assert.ok(!made.ok);
    assert.match(made.error.message, /the list of exports is not where it was/);
  });
});

describe('the change to lean.wasm', () => {
  it('is refused where its place is not found', () => {
    const found = findEnqueue(Buffer.from('no wasm'));
    assert.equal(!found.ok && found.error.code, 'lean-package-unexpected');
  });
});
