import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Premise } from '../premise.ts';

/** Theorems and definitions of some modules, and what each of these imports. */
export interface Library {
  /** Commit of the Lean that listed them. */
  readonly githash: string;
  readonly premises: readonly Premise[];
  /** Direct imports of every module. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
}

const format = 1;
const attributeBits = ['simp', 'grind', 'ext'] as const;
const flag = { theorem: 1, rewrites: 2, deprecated: 4, attributes: 8 } as const;

/** Rows of whole numbers. A check of its own: there are a million of them, and the schema of each would take most of the time. */
const Rows = z.custom<readonly (readonly number[])[]>(
  (rows) => Array.isArray(rows) && rows.every((row) => Array.isArray(row) && row.every(Number.isInteger)),
);

/** The stored form: every name once, premises as rows of places in the list of names. */
const Packed = z.object({
  format: z.literal(format),
  githash: z.string(),
  names: z.array(z.string()),
  /** A module, then its imports. */
  modules: Rows,
  /** Name, module, flags, head (-1 for none), line and column (0 where unknown), then the constants. */
  premises: Rows,
  statements: z.array(z.string()),
  hashes: z.array(z.string()),
});

export function packLibrary({ githash, premises, imports }: Library): Uint8Array {
  const places = new Map<string, number>();
  const place = (name: string): number => {
    const known = places.get(name);
    if (known !== undefined) return known;
    places.set(name, places.size);
    return places.size - 1;
  };
  const modules = [...imports].map(([module, imported]) => [place(module), ...imported.map(place)]);
  const rows = premises.map((premise) => [
    place(premise.name),
    place(premise.module),
    flagsOf(premise),
    premise.head === '' ? -1 : place(premise.head),
    ...(premise.position ?? [0, 0]),
    ...premise.constants.map(place),
  ]);
  const packed: z.infer<typeof Packed> = {
    format,
    githash,
    names: [...places.keys()],
    modules,
    premises: rows,
    statements: premises.map(({ statement }) => statement),
    hashes: premises.map(({ statementHash }) => statementHash),
  };
  return gzipSync(JSON.stringify(packed), { level: 9 });
}

/** Throws where the bytes are not what `packLibrary` wrote. */
export function unpackLibrary(bytes: Uint8Array): Library {
  const { githash, names, modules, premises, statements, hashes } = Packed.parse(
    JSON.parse(gunzipSync(bytes).toString('utf8')),
  );
  const nameAt = (place: number): string => names[place] ?? '';
  return {
    githash,
    imports: new Map(modules.map(([module = -1, ...imported]) => [nameAt(module), imported.map(nameAt)])),
    premises: premises.map(([name = -1, module = -1, flags = 0, head = -1, line = 0, column = 0, ...own], index) => ({
      name: nameAt(name),
      kind: flags & flag.theorem ? 'theorem' : 'definition',
      statement: statements[index] ?? '',
      module: nameAt(module),
      ...(line > 0 && { position: [line, column] as const }),
      constants: own.map(nameAt),
      head: nameAt(head),
      rewrites: (flags & flag.rewrites) > 0,
      attributes: attributeBits.filter((_, bit) => flags & (flag.attributes << bit)),
      deprecated: (flags & flag.deprecated) > 0,
      statementHash: hashes[index] ?? '',
    })),
  };
}

function flagsOf({ kind, rewrites, deprecated, attributes }: Premise): number {
  let flags = (kind === 'theorem' ? flag.theorem : 0) + (rewrites ? flag.rewrites : 0);
  if (deprecated) flags += flag.deprecated;
  for (const [bit, name] of attributeBits.entries()) if (attributes.includes(name)) flags += flag.attributes << bit;
  return flags;
}
