import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

export interface LibraryNames {
  /** Constants that the library's theorems speak of. */
  readonly constants: ReadonlySet<string>;
  readonly theorems: ReadonlySet<string>;
}

/** What premise selection needs to know of a theorem; `TheoremInfo` of the REPL has it. */
export interface Premise {
  readonly name: string;
  /** Constants of the statement, without duplicates. */
  readonly constants: readonly string[];
  /** Constant at the head of the conclusion. */
  readonly head: string;
  /** Is the conclusion an equation or an `↔`? */
  readonly rewrites: boolean;
}

export interface Library {
  readonly names: LibraryNames;
  readonly theorems: readonly Premise[];
}

/**
 * The stored form: constants once, theorems as rows of name, does it rewrite, index of the head (-1 for none), and
 * indices of the constants.
 */
const Stored = z.object({
  constants: z.array(z.string()),
  theorems: z.array(z.tuple([z.string(), z.boolean(), z.int(), z.array(z.int())])),
});

export function packLibrary(theorems: readonly Premise[]): z.infer<typeof Stored> {
  const constants = [...new Set(theorems.flatMap((theorem) => theorem.constants))].toSorted();
  const index = new Map(constants.map((name, place) => [name, place]));
  const place = (name: string): number => index.get(name) ?? -1;
  return {
    constants,
    theorems: theorems.map(({ name, rewrites, head, constants: own }) => [name, rewrites, place(head), own.map(place)]),
  };
}

function unpackLibrary({ constants, theorems }: z.infer<typeof Stored>): Library {
  const nameAt = (index: number): string => constants[index] ?? '';
  return {
    names: { constants: new Set(constants), theorems: new Set(theorems.map(([name]) => name)) },
    theorems: theorems.map(([name, rewrites, head, own]) => ({
      name,
      rewrites,
      head: nameAt(head),
      constants: own.map(nameAt),
    })),
  };
}

const file = new URL('../../../models/portfolio/library.json.gz', import.meta.url);
let loaded: Library | undefined;

/** The core library, as `benchmarks/portfolio/library.ts` has written it down. Read once. */
export function coreLibrary(): Library {
  loaded ??= unpackLibrary(Stored.parse(JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'))));
  return loaded;
}
