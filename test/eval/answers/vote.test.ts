import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ballot, majority } from '../../../src/eval/answers/vote.ts';

const kinds: readonly Ballot[] = ['True', 'False', 'Uncertain', 'none'];

function* ballots(length: number): Generator<readonly Ballot[], void> {
  if (length === 0) {
    yield [];
    return;
  }
  for (const front of ballots(length - 1)) for (const last of kinds) yield [...front, last];
}

test('the majority is an answer that no other has more votes than, and of those the one that voted first', () => {
  for (let length = 0; length <= 6; length++) {
    for (const each of ballots(length)) {
      const { answer, votes, agreement } = majority(each);
      const cast = each.filter((ballot) => ballot !== 'none');
      const count = (kind: Ballot) => cast.filter((ballot) => ballot === kind).length;
      assert.deepEqual(votes, { True: count('True'), False: count('False'), Uncertain: count('Uncertain') });
      const most = Math.max(count('True'), count('False'), count('Uncertain'));
      const expected = cast.find((ballot) => count(ballot) === most);
      assert.equal(answer, expected);
      assert.equal(agreement, cast.length === 0 ? 0 : most / cast.length);
    }
  }
});
