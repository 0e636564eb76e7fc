import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Proposal } from '../../src/contracts/generator.ts';
import { MixedGenerator, mixProposals } from '../../src/generator/mix.ts';
import { createPortfolio } from '../../src/generator/portfolio/index.ts';

const candidates = (...entries: [string, number][]): Proposal => ({
  kind: 'candidates',
  candidates: entries.map(([tactic, probability]) => ({ tactic, logProbability: Math.log(probability) })),
  tokens: 5,
});
const part = (name: string, weight: number, proposal: Proposal) => ({ name, weight, proposal });
const tactics = (proposal: Proposal) =>
  proposal.kind === 'candidates' ? proposal.candidates.map(({ tactic }) => tactic) : proposal.message;

test('a tactic is as probable as the weighted mean of its probabilities', () => {
  const mixed = mixProposals(
    [part('a', 0.25, candidates(['simp', 0.4])), part('b', 0.75, candidates(['simp', 0.2], ['rfl', 0.1]))],
    10,
  );
  assert.ok(mixed.kind === 'candidates');
  const expected = [0.25 * 0.4 + 0.75 * 0.2, 0.75 * 0.1];
  for (const [i, { logProbability }] of mixed.candidates.entries()) {
    assert.ok(Math.abs(Math.exp(logProbability) - expected[i]!) < 1e-12);
  }
  assert.equal(mixed.tokens, 10);
});

test('a part keeps its places, however improbable its candidates are beside the others', () => {
  const sure = candidates(['a', 0.3], ['b', 0.3], ['c', 0.2], ['d', 0.1]);
  const unsure = candidates(['w', 1e-5], ['x', 1e-6], ['y', 1e-7]);
  assert.deepEqual(tactics(mixProposals([part('model', 0.5, sure), part('portfolio', 0.5, unsure)], 4)), [
    'a',
    'b',
    'w',
    'x',
  ]);
});

test('places that a part cannot fill go to the others', () => {
  const many = candidates(['a', 0.4], ['b', 0.3], ['c', 0.2]);
  assert.deepEqual(tactics(mixProposals([part('m', 0.5, many), part('p', 0.5, candidates(['w', 0.1]))], 4)), [
    'a',
    'b',
    'c',
    'w',
  ]);
});

test('a part that fails is named, and the others answer', () => {
  const mixed = mixProposals(
    [part('m', 0.5, { kind: 'failed', message: 'out of memory' }), part('p', 0.5, candidates(['rfl', 0.1]))],
    4,
  );
  assert.deepEqual(tactics(mixed), ['rfl']);
  assert.deepEqual(mixed.kind === 'candidates' && mixed.notes, ['m: out of memory']);
});

test('all parts fail together only', () => {
  const failed: Proposal = { kind: 'failed', message: 'broken', code: 'server-error' };
  const mixed = mixProposals([part('m', 0.5, failed), part('p', 0.5, failed)], 4);
  assert.deepEqual(mixed, { kind: 'failed', message: 'm: broken p: broken', code: 'server-error' });
});

test('whole proofs come from the part that writes them', () => {
  const writer = { write: async () => ({ kind: 'proofs', proofs: [], tokens: 0 }) as const };
  const plain = new MixedGenerator([{ generator: createPortfolio(), weight: 1 }]);
  assert.equal(plain.proofs, undefined);
  const prover = Object.assign(createPortfolio(), { proofs: writer });
  const mixed = new MixedGenerator([
    { generator: createPortfolio(), weight: 1 },
    { generator: prover, weight: 1 },
  ]);
  assert.equal(mixed.proofs, writer);
});

test('what a part says of the chance of a state, the mixture says', () => {
  const foreseen: Proposal = { kind: 'candidates', candidates: [], tokens: 0, value: -2 };
  const mixed = mixProposals([part('p', 0.9, candidates(['rfl', 0.1])), part('m', 0.1, foreseen)], 4);
  assert.equal(mixed.kind === 'candidates' && mixed.value, -2);
  const silent = mixProposals([part('p', 1, candidates(['rfl', 0.1]))], 4);
  assert.ok(!('value' in silent));
});
