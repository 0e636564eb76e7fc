import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tidyCandidates, tidyTactic } from '../../src/search/tactic.ts';

test('blanks around a tactic go', () => {
  assert.equal(tidyTactic('  simp [h] \n'), 'simp [h]');
});

test('common indentation of a tactic of several lines goes, relative indentation stays', () => {
  assert.equal(
    tidyTactic('\n    cases h with\n    | inl a =>\n      exact a  \n\n'),
    'cases h with\n| inl a =>\n  exact a',
  );
});

test('a first line that stands to the right of the others is brought to the margin', () => {
  assert.equal(tidyTactic('  induction n with\n| zero => rfl'), 'induction n with\n| zero => rfl');
});

test('carriage returns before line feeds go', () => {
  assert.equal(tidyTactic('intro h\r\nexact h'), 'intro h\nexact h');
});

test('a candidate that differs only in blanks is the same candidate, the likelier one stays', () => {
  const candidates = [
    { tactic: 'simp', logProbability: -1 },
    { tactic: ' simp ', logProbability: -2 },
  ];
  assert.deepEqual(tidyCandidates(candidates), [{ tactic: 'simp', logProbability: -1 }]);
});

test('candidates without text are left out', () => {
  const candidates = [
    { tactic: 'simp', logProbability: -1 },
    { tactic: '  ', logProbability: -1 },
    { tactic: 'rfl', logProbability: -2 },
  ];
  assert.deepEqual(
    tidyCandidates(candidates).map(({ tactic }) => tactic),
    ['simp', 'rfl'],
  );
});

test('what is no log-probability is brought into range', () => {
  const candidates = [
    { tactic: 'simp', logProbability: Number.NaN },
    { tactic: 'rfl', logProbability: 0.5 },
  ];
  const given = tidyCandidates(candidates).map((candidate) => candidate.logProbability);
  assert.deepEqual(given, [Number.NEGATIVE_INFINITY, 0]);
});
