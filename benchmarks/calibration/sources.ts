import type { Source, TacticGenerator } from '../../src/contracts/generator.ts';
import type { Goal } from '../../src/data/goal.ts';

export type SourceName = 'portfolio' | 'model';

/** Where the tactics of a generator came from: of what several sources gave, the first to give it. */
export class Provenance {
  readonly #sources = new Map<string, SourceName>();

  /** The generator, watched. */
  watched(generator: TacticGenerator): TacticGenerator {
    const { name, sources } = generator;
    const own = sources ?? [{ generator, share: 1 }];
    return {
      name,
      sources: own.map((source) => this.#watched(source)),
      propose: (requests, signal) => generator.propose(requests, signal),
      close: () => generator.close(),
    };
  }

  of(goals: readonly Goal[], tactic: string): SourceName | undefined {
    return this.#sources.get(keyOf(goals, tactic));
  }

  #watched({ generator, share }: Source): Source {
    const source: SourceName = generator.name.startsWith('portfolio') ? 'portfolio' : 'model';
    const propose: TacticGenerator['propose'] = async (requests, signal) => {
      const proposals = await generator.propose(requests, signal);
      for (const [index, { goals }] of requests.entries()) {
        const proposal = proposals[index];
        if (proposal?.kind !== 'candidates') continue;
        for (const { tactic } of proposal.candidates) {
          const key = keyOf(goals, tactic.trim());
          if (!this.#sources.has(key)) this.#sources.set(key, source);
        }
      }
      return proposals;
    };
    return { share, generator: { name: generator.name, propose, close: async () => {} } };
  }
}

const keyOf = (goals: readonly Goal[], tactic: string): string =>
  `${goals.map(({ pretty }) => pretty).join('\n')}\n${tactic}`;
