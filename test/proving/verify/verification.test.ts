import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Judge } from '../../../src/proving/verify/judge.ts';
import type { Finding, Verdict } from '../../../src/proving/verify/verdict.ts';
import { Verification } from '../../../src/proving/verify/verification.ts';

const verified: Verdict = { kind: 'verified', axioms: [] };
const rejected: Verdict = { kind: 'rejected', reason: 'error', message: 'no' };

const finding = (name: string): Finding => ({
  declaration: { name, kind: 'theorem', line: 1, sorries: [] },
  fillings: [],
});

type Rule = (name: string, beside: readonly string[]) => Verdict;

/** Notes what it is given to judge; a completed file is the names of all that is in it. */
function recording(rule: Rule, clash: (names: readonly string[]) => readonly string[] = () => []) {
  const judged: string[] = [];
  const judge: Judge = async (findings) => {
    const names = findings.map(({ declaration }) => declaration.name);
    judged.push(names.join(' '));
    await Promise.resolve();
    return { completed: names.join(' '), verdicts: names.map((name) => rule(name, names)), clashes: clash(names) };
  };
  return { judged, verification: new Verification(judge, '') };
}

const kindsOf = (verdicts: readonly Verdict[]) => verdicts.map(({ kind }) => kind);

describe('the verification of a file', () => {
  it('judges together what came in while the batch before was under way, with all that is accepted beside it', async () => {
    const { judged, verification } = recording(() => verified);
    await Promise.all(['a', 'b', 'c'].map((name) => verification.verify(finding(name))));
    assert.deepEqual(judged, ['a', 'a b c']);
    assert.equal(verification.completed, 'a b c');
  });

  it('has only a text for completed that was judged as it stands', async () => {
    const { judged, verification } = recording((name) => (name === 'b' || name === 'd' ? rejected : verified));
    const verdicts = await verification.verifyAll(['a', 'b', 'c', 'd', 'e'].map(finding));
    assert.deepEqual(kindsOf(verdicts), ['verified', 'rejected', 'verified', 'rejected', 'verified']);
    assert.equal(verification.completed, 'a c e');
    assert.ok(judged.includes('a c e'));
  });

  it('accepts what was refused only because of another', async () => {
    const { verification } = recording((name, beside) =>
      name === 'bad' || (name === 'b' && beside.includes('bad')) ? rejected : verified,
    );
    const verdicts = await verification.verifyAll(['a', 'bad', 'b'].map(finding));
    assert.deepEqual(kindsOf(verdicts), ['verified', 'rejected', 'verified']);
    assert.equal(verification.completed, 'a b');
  });

  it('keeps the first in the file of two that clash', async () => {
    const { verification } = recording((name, beside) => (name === 'b' && beside.includes('a') ? rejected : verified));
    assert.deepEqual(await verification.verifyAll(['a', 'b'].map(finding)), [verified, rejected]);
    assert.equal(verification.completed, 'a');
  });

  it('gives back what would break one that was accepted before it', async () => {
    const { verification } = recording((name, beside) => (name === 'b' && beside.includes('a') ? rejected : verified));
    assert.equal(await verification.verify(finding('b')), verified);
    const late = await verification.verify(finding('a'));
    assert.deepEqual(late, { kind: 'rejected', reason: 'clash', message: 'what was proved before it would break: no' });
    assert.equal(verification.completed, 'b');
  });

  it('gives back what breaks a declaration that nothing was found for', async () => {
    const { verification } = recording(
      () => verified,
      (names) => (names.includes('b') ? ['3:4: unsolved goals'] : []),
    );
    const verdicts = await verification.verifyAll(['a', 'b', 'c'].map(finding));
    assert.deepEqual(kindsOf(verdicts), ['verified', 'rejected', 'verified']);
    assert.equal(verification.completed, 'a c');
  });

  it('keeps scripts for some of the sorrys of a declaration', async () => {
    const { verification } = recording(() => ({ kind: 'partial', axioms: [] }));
    assert.equal((await verification.verify(finding('a'))).kind, 'partial');
    assert.equal(verification.completed, 'a');
  });

  it('does not judge again what was cancelled', async () => {
    const { judged, verification } = recording(() => ({ kind: 'cancelled' }));
    await Promise.all(['a', 'b', 'c'].map((name) => verification.verify(finding(name))));
    assert.deepEqual(judged, ['a', 'b c']);
  });

  it('finds the one that Lean breaks down on', async () => {
    const { verification } = recording((_, beside) =>
      beside.includes('c') ? { kind: 'error', message: 'crash' } : verified,
    );
    const verdicts = await verification.verifyAll(['a', 'b', 'c', 'd'].map(finding));
    assert.deepEqual(kindsOf(verdicts), ['verified', 'verified', 'error', 'verified']);
    assert.equal(verification.completed, 'a b d');
  });

  it('hands a bug of the judge on to those who wait for it, and goes on with the others', async () => {
    let calls = 0;
    const verification = new Verification(async () => {
      calls++;
      if (calls === 1) throw new Error('bug');
      return { completed: '', verdicts: [verified], clashes: [] };
    }, '');
    const first = verification.verify(finding('a'));
    const second = verification.verify(finding('b'));
    await assert.rejects(first, /bug/);
    assert.deepEqual(await second, verified);
  });
});
