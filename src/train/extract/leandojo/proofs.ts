/** Theorems with their traced tactics, in the fields of LeanDojo's `train.json`, `val.json` and `test.json`. */
import type { ProjectTheorem } from '../../dataset/project/project-theorem.ts';
import type { ModuleTrace } from '../module-trace.ts';
import { annotate } from './annotate.ts';
import type { LeanDojoPlace } from './corpus.ts';

export interface Provenance {
  readonly full_name: string;
  readonly def_path: string;
  readonly def_pos: LeanDojoPlace;
  readonly def_end_pos: LeanDojoPlace;
}

export interface TracedTheorem {
  readonly url: string;
  readonly commit: string;
  readonly file_path: string;
  readonly full_name: string;
  readonly start: LeanDojoPlace;
  readonly end: LeanDojoPlace;
  readonly traced_tactics: readonly {
    readonly tactic: string;
    readonly annotated_tactic: readonly [string, readonly Provenance[]];
    readonly state_before: string;
    readonly state_after: string;
  }[];
}

export interface Repository {
  readonly url: string;
  readonly commit: string;
}

export interface TheoremParts {
  readonly repository: Repository;
  readonly path: (module: string) => string;
  /** By path. What a tactic uses of other files is not marked: nobody could look it up. */
  readonly isInCorpus: (path: string) => boolean;
}

type Place = ModuleTrace['declared'][number]['start'];

/** What each theorem of a benchmark looks like, by its name. */
export function tracedTheorems(
  theorems: readonly ProjectTheorem[],
  traces: readonly ModuleTrace[],
  { repository, path, isInCorpus }: TheoremParts,
): ReadonlyMap<string, TracedTheorem> {
  const byModule = new Map(traces.map((trace) => [trace.module, trace]));
  const places = new Map(
    traces.flatMap(({ module, declared }) =>
      declared.map(({ name, ...place }) => [`${module}\0${name}`, place] as const),
    ),
  );
  const provenancesOf = (trace: ModuleTrace): ReadonlyMap<string, Provenance> =>
    new Map(
      trace.premises.flatMap(({ name, module, place, end }) => {
        const home = module || trace.module;
        const own = places.get(`${home}\0${name}`);
        const start = own?.start ?? place;
        const def_path = path(home);
        if (start === undefined || !isInCorpus(def_path)) return [];
        const def_end_pos = oneBased(own?.end ?? end ?? start);
        return [[name, { full_name: name, def_path, def_pos: oneBased(start), def_end_pos }] as const];
      }),
    );
  const known = new Map(traces.map((trace) => [trace.module, provenancesOf(trace)]));
  return new Map(
    theorems.map((theorem) => {
      const { name, module, start, end } = theorem;
      const proofs = byModule.get(module)?.proofs.filter((proof) => proof.theorem === name) ?? [];
      const traced_tactics = proofs
        .flatMap(({ steps }) => steps)
        .map(({ tactic, state, after, uses }) => {
          const named = uses.filter((use) => use.named).flatMap((use) => known.get(module)?.get(use.name) ?? []);
          const { text, marked } = annotate(
            tactic,
            named.map((each) => ({ ...each, name: each.full_name })),
          );
          const provenances = marked.map(({ name: _, ...provenance }) => provenance);
          return {
            tactic,
            annotated_tactic: [text, provenances] as const,
            state_before: state,
            state_after: after.join('\n\n') || 'no goals',
          };
        });
      const place = { start: [start[0], start[1] + 1], end: [end[0], end[1] + 1] } as const;
      return [name, { ...repository, file_path: path(module), full_name: name, ...place, traced_tactics }] as const;
    }),
  );
}

const oneBased = ({ line, column }: Place): LeanDojoPlace => [line, column + 1];
