import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CacheEntry } from '../../../src/generator/onnx/model/signature.ts';
import type { GraphProto, ModelProto, NodeProto } from '../../../src/onnx/proto.ts';
import { outputAddedTokens } from '../../../src/onnx/rewrite/added-outputs.ts';
import { neededNodes } from '../../../src/onnx/rewrite/prune.ts';
import { sharedInput, sharePrompt } from '../../../src/onnx/rewrite/share-prompt.ts';
import { causalModel, tiny } from '../models/causal.ts';

const entries = [0, 1].flatMap((layer) =>
  ['key', 'value'].map(
    (part): CacheEntry => ({
      past: `past_key_values.${layer}.${part}`,
      present: `present.${layer}.${part}`,
      type: 'float32',
      outer: 4,
      inner: 8,
      cross: false,
      dims: (rows, time) => [rows, 4, time, 8],
    }),
  ),
);

function model(): ModelProto & { graph: GraphProto } {
  const { graph, ...rest } = causalModel(tiny);
  assert.ok(graph !== undefined);
  return { ...rest, graph };
}

const node = (opType: string, input: string[], output: string): NodeProto => ({
  name: output,
  opType,
  input,
  output: [output],
  attribute: [],
});

test('a decoder puts out new tokens in place of whole caches', () => {
  const rewritten = outputAddedTokens(model(), entries);
  assert.ok(rewritten !== undefined);
  const outputs = rewritten.model.graph.output.map(({ name }) => name);
  assert.equal(outputs.length, 1 + entries.length);
  for (const { past, present } of entries) {
    assert.ok(!outputs.includes(present));
    assert.ok(outputs.includes(rewritten.added.get(past)));
  }
});

test('a cache that is not joined to the new tokens is left as it is', () => {
  const { graph, ...rest } = model();
  const rename = (name: string) => (name === entries[0]!.present ? 'inner' : name);
  const nodes = graph.node.map((each) => ({ ...each, input: each.input.map(rename), output: each.output.map(rename) }));
  const changed = { ...rest, graph: { ...graph, node: [...nodes, node('Relu', ['inner'], entries[0]!.present)] } };
  assert.equal(outputAddedTokens(changed, entries), undefined);
});

test('a decoder whose rows share a prompt takes one more input for each of its cache, and joins nothing', () => {
  const rewritten = outputAddedTokens(model(), entries);
  const sharing = sharePrompt(rewritten!.model, entries);
  assert.ok(sharing !== undefined);
  const inputs = sharing.graph.input.map(({ name }) => name);
  assert.ok(entries.every(({ past }) => inputs.includes(sharedInput(past))));
  const joins = sharing.graph.node.filter(
    ({ opType, input }) => opType === 'Concat' && input.some((name) => name.startsWith('past_key_values')),
  );
  assert.deepEqual(joins, []);
});

test('a decoder that does anything else with a cache is not rewritten', () => {
  const { graph, ...rest } = outputAddedTokens(model(), entries)!.model;
  for (const value of [entries[0]!.past, entries[0]!.present]) {
    const odd = { ...rest, graph: { ...graph, node: [...graph.node, node('Softmax', [value], 'odd')] } };
    assert.equal(sharePrompt(odd, entries), undefined, value);
  }
});

test('nodes that nothing depends on are left out, in whatever order they stand', () => {
  const nodes = [node('Relu', ['x'], 'a'), node('Relu', ['a'], 'unused'), node('Relu', ['a'], 'b')];
  assert.deepEqual(
    neededNodes(nodes, ['b']).map(({ output }) => output[0]),
    ['a', 'b'],
  );
});

test('what a subgraph reads from around it is needed', () => {
  const inner = {
    node: [node('Relu', ['a'], 'y')],
    initializer: [],
    input: [],
    output: [{ name: 'y' }],
    valueInfo: [],
  };
  const branch: NodeProto = {
    ...node('If', ['c'], 'z'),
    attribute: [{ name: 'then_branch', type: 5, g: inner, floats: [], ints: [], strings: [] }],
  };
  assert.equal(neededNodes([node('Relu', ['x'], 'a'), branch], ['z']).length, 2);
});
