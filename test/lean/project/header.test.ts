import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { modulePath, nameParts, readHeader } from '../../../src/lean/project/header.ts';

describe('the header of a Lean file', () => {
  it('imports `Init` where it says nothing', () => {
    assert.deepEqual(readHeader('theorem t : True := trivial'), { isModule: false, imports: ['Init'] });
    assert.deepEqual(readHeader('prelude\nimport A'), { isModule: false, imports: ['A'] });
  });

  it('is read with the words of the module system', () => {
    const text =
      '/- a /- nested -/ comment -/\nmodule\n\npublic import A.B\nmeta import C\npublic meta import all D.E\nimport A.B\n';
    assert.deepEqual(readHeader(text), { isModule: true, imports: ['Init', 'A.B', 'C', 'D.E'] });
  });

  it('ends before the first command', () => {
    const text = 'import A -- import B\nimport «Odd name».B\n\ndef s := "import C"\nimport D\n';
    assert.deepEqual(readHeader(text).imports, ['Init', 'A', '«Odd name».B']);
  });

  it('does not take a longer word for `module`', () => {
    assert.equal(readHeader('modules').isModule, false);
  });
});

describe('the name of a module', () => {
  it('is a path without the quotes', () => {
    assert.deepEqual(nameParts('A.«b-c».D'), ['A', 'b-c', 'D']);
    assert.equal(modulePath('A.«b-c».D'), 'A/b-c/D');
  });
});
