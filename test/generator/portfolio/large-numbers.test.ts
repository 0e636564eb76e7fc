import assert from 'node:assert/strict';
import { it } from 'node:test';
import { smallRoots } from '../../../src/generator/portfolio/families/numbers/evaluation.ts';
import { readTerm } from '../../../src/generator/portfolio/term/term.ts';

it('powers of powers, which grow beyond all memory, are not evaluated', () => {
  const tower = Array.from({ length: 12 }).reduce((text: string) => `(${text} ^ 12)`, 'x');
  assert.equal(smallRoots(readTerm(`${tower} = 1`), 'x'), undefined);
  assert.deepEqual(smallRoots(readTerm('x ^ 2 = 9'), 'x'), [-3n, 3n]);
});
