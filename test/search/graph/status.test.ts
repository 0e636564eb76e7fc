import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all, any } from '../../../src/search/graph/status.ts';

test('an edge without targets is proved: the tactic closed the state', () => {
  assert.equal(all([]), 'proved');
});

test('an edge is proved when all of its targets are', () => {
  assert.equal(all(['proved', 'proved']), 'proved');
});

test('an edge is open while a target is, if none has failed', () => {
  assert.equal(all(['proved', 'open']), 'open');
});

test('one failed target fails an edge, whatever the others are', () => {
  assert.equal(all(['proved', 'open', 'failed']), 'failed');
});

test('one proved edge proves a node, whatever the others are', () => {
  assert.equal(any(['failed', 'open', 'proved'], false), 'proved');
});

test('a node whose edges have all failed is open until no further edge will come', () => {
  assert.equal(any(['failed'], false), 'open');
  assert.equal(any(['failed'], true), 'failed');
});

test('a node without edges fails when none will come', () => {
  assert.equal(any([], true), 'failed');
});
