import assert from 'node:assert/strict';
import type { Formula } from '../../src/reason/formula/formula.ts';
import { readFolio } from '../../src/reason/formula/repair.ts';

/** Formulas written in FOLIO's syntax. */
export const formulasOf = (...texts: readonly string[]): readonly Formula[] =>
  texts.map((text) => {
    const read = readFolio(text);
    assert.ok(read.ok, JSON.stringify(read));
    return read.value.formula;
  });
