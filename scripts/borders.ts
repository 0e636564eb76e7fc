/**
 * Who may import whom: the rules are those of `biome.json` (`noRestrictedImports` for each room), which `npm run check`
 * enforces. This program writes them into CONTRIBUTING.md as a table; a test sees that it was run.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const root = new URL('../', import.meta.url);

/** What lives in each room, from the bottom up. */
export const rooms: Readonly<Record<string, string>> = {
  data: 'theorems, goals, proof steps, benchmarks, formats; `Result` and `Problem`',
  store: 'what is kept on disk: atomic files, append-only logs, the lock of a folder, paths that data names',
  contracts: 'what passes between search, generators and Lean: goal states, candidates, scripts, budgets',
  onnx: 'ONNX graphs as data: reading, writing, shapes, rewriting',
  search: 'the proof graph, its frontier, the loop, scripts. Knows no process and no model',
  generator: 'where tactics come from: portfolio, ONNX models, servers, mixtures',
  lean: 'finding Lean, hosting it, pooling it, replaying states, the protocol, projects',
  premises: 'what is accessible, what was used, selectors',
  proving: 'open, context, find, shorten, splice, verify: the one way to a verified proof',
  eval: 'pass@k, the run store, reports, exports, the queue',
  reason: 'first-order problems: formulas, their translation to Lean, votes, models that refute',
  train: 'proof steps, the trainer, expert iteration',
  doors: 'the same engine over HTTP, in an editor, for an agent',
  cli: 'one file a command: parsing, progress, printing',
};

const Biome = z.object({
  overrides: z.array(
    z.object({
      includes: z.array(z.string()),
      linter: z.object({
        rules: z.object({
          style: z
            .object({
              noRestrictedImports: z.object({
                options: z.object({ patterns: z.array(z.object({ group: z.array(z.string()) })) }),
              }),
            })
            .optional(),
        }),
      }),
    }),
  ),
});

/** The rooms that each room must not import, as the linter has them. */
export function forbidden(): Map<string, Set<string>> {
  const { overrides } = Biome.parse(JSON.parse(readFileSync(new URL('biome.json', root), 'utf8')));
  const rules = overrides.flatMap(({ includes, linter }) => {
    const room = /^src\/(\w+)\/\*\*$/.exec(includes[0] ?? '')?.[1];
    const patterns = linter.rules.style?.noRestrictedImports.options.patterns ?? [];
    if (room === undefined || patterns.length === 0) return [];
    const names = patterns.flatMap(({ group }) => group).flatMap((glob) => /\.\.\/(\w+)\/\*\*$/.exec(glob)?.[1] ?? []);
    return [[room, new Set(names)] as const];
  });
  return new Map(rules);
}

/** The table of CONTRIBUTING.md. */
export function bordersTable(): string {
  const rules = forbidden();
  const rows = Object.entries(rooms).map(([room, what]) => {
    const no = rules.get(room);
    const may = Object.keys(rooms).filter((other) => other !== room && !no?.has(other));
    const words = no === undefined ? 'everything' : may.length === 0 ? 'nothing of ours' : may.join(', ');
    return `| \`src/${room}/\` | ${what} | ${words} |`;
  });
  return ['| folder | what lives there | may import |', '|---|---|---|', ...rows].join('\n');
}

const markers = /(<!-- borders: [^\n]* -->\n)[\s\S]*?(\n<!-- end of borders -->)/;
const page = new URL('CONTRIBUTING.md', root);

/** CONTRIBUTING.md with the table as the rules have it. */
export const contributing = (): string =>
  readFileSync(page, 'utf8').replace(markers, (_, start, end) => `${start}${bordersTable()}${end}`);

if (import.meta.main) writeFileSync(page, contributing());
