import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { z } from 'zod';
import * as protocol from '../../src/lean/protocol.ts';

const lean = readFileSync(new URL('../../lean/Protocol.lean', import.meta.url), 'utf8');
const server = readFileSync(new URL('../../lean/Server.lean', import.meta.url), 'utf8');

type Fields = Readonly<Record<string, string>>;

/** The structures of `lean/Protocol.lean`: the type of each field, as Lean writes it. */
function leanStructures(): Map<string, Fields> {
  const structures = lean.matchAll(/^structure (\w+) where\n((?: {2}\w+ : .*\n)+)/gm);
  return new Map(
    structures.map(([, name = '', body = '']) => {
      const fields = [...body.matchAll(/^ {2}(\w+) : (.*)$/gm)].map(([, field = '', type = '']) => [field, type]);
      return [name, Object.fromEntries(fields)] as const;
    }),
  );
}

const schemas = Object.entries(protocol).flatMap(([name, schema]) =>
  schema instanceof z.ZodObject ? [{ name, schema }] : [],
);

/** The type that Lean should have for what a schema accepts. */
function leanType(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional) {
    return `Option ${bracketed(leanType(schema.unwrap()))}`;
  }
  if (schema instanceof z.ZodArray) return `List ${bracketed(leanType(schema.element))}`;
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum) return 'String';
  if (schema instanceof z.ZodNumber) return 'Nat';
  if (schema instanceof z.ZodBoolean) return 'Bool';
  const known = schemas.find((other) => other.schema === schema);
  assert.ok(known, 'every object of the protocol has a name');
  return known.name;
}

const bracketed = (type: string): string => (type.includes(' ') ? `(${type})` : type);

const schemaFields = (schema: z.ZodObject): Fields =>
  Object.fromEntries(Object.entries(schema.shape).map(([name, field]) => [name, leanType(field)]));

/** `initialize` passes its parameters to the process, not to the function. */
const typescriptOnly = new Set(['InitializeParams']);

describe('the protocol', () => {
  const structures = leanStructures();

  for (const { name, schema } of schemas.filter((entry) => !typescriptOnly.has(entry.name))) {
    it(`has the same types of the same fields of ${name} in Lean and in TypeScript`, () => {
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

  it('writes every field of a structure that it sends, and reads every field of one that it receives', () => {
    for (const [name, fields] of structures) {
      const coder = new RegExp(
        `def ${name}\\.(encode|decode)[^\\n]*\\n((?: {2}.*\\n?)+)|def ${name}\\.(encode|decode).*:= (record .*)`,
      ).exec(lean);
      assert.ok(coder, `${name} is neither written nor read`);
      for (const field of Object.keys(fields)) assert.match(coder[0], new RegExp(`"${field}"`), `${name}.${field}`);
    }
  });
});
