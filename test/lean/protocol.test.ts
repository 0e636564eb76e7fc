import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { z } from 'zod';
import * as protocol from '../../src/lean/protocol.ts';

const lean = readFileSync(new URL('../../lean/Protocol.lean', import.meta.url), 'utf8');
const server = readFileSync(new URL('../../lean/Server.lean', import.meta.url), 'utf8');

/** Fields of the structures that `lean/Protocol.lean` declares, optional ones with a `?`. */
function leanStructures(): Map<string, readonly string[]> {
  const structures = lean.matchAll(/^structure (\w+) where\n((?: {2}\w+ : .*\n)+)/gm);
  return new Map(
    structures.map(([, name = '', body = '']) => {
      const fields = [...body.matchAll(/^ {2}(\w+) : (Option )?/gm)];
      return [name, fields.map(([, field, optional]) => (optional === undefined ? `${field}` : `${field}?`))] as const;
    }),
  );
}

/** The same of the schemas of `protocol.ts`. */
function schemaFields(schema: z.ZodObject): readonly string[] {
  return Object.entries(schema.shape).map(([name, field]) =>
    field instanceof z.ZodOptional || field instanceof z.ZodExactOptional ? `${name}?` : name,
  );
}

const schemas = Object.entries(protocol).flatMap(([name, schema]) =>
  schema instanceof z.ZodObject ? [{ name, schema }] : [],
);

/** `initialize` passes its parameters to the process, not to the function. */
const typescriptOnly = new Set(['InitializeParams']);

describe('the protocol', () => {
  const structures = leanStructures();

  for (const { name, schema } of schemas.filter((entry) => !typescriptOnly.has(entry.name))) {
    it(`has the same fields of ${name} in Lean and in TypeScript`, () => {
      assert.deepEqual(structures.get(name), schemaFields(schema));
    });
  }

  it('has no structure in Lean that TypeScript does not know', () => {
    const known = new Set(schemas.map((entry) => entry.name));
    assert.deepEqual(
      [...structures.keys()].filter((name) => !known.has(name)),
      [],
    );
  });

  it('is dispatched by Lean method by method', () => {
    const dispatched = [...server.matchAll(/^ {2}\| "([\w/]+)" => known/gm)].map(([, method]) => method);
    assert.deepEqual(dispatched.toSorted(), Object.keys(protocol.methods).toSorted());
  });

  it('writes every field of a structure that it sends', () => {
    for (const [name, fields] of structures) {
      const encoder = new RegExp(
        `def ${name}\\.encode[^\\n]*\\n((?: {2}.*\\n?)+)|def ${name}\\.encode.*:= (record .*)`,
      ).exec(lean);
      if (encoder === null) continue;
      const body = encoder[0];
      for (const field of fields) assert.match(body, new RegExp(`\\("${field.replace('?', '')}"`), `${name}.${field}`);
    }
  });
});
