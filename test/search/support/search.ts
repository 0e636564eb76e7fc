import { prove, type SearchInput, type SearchResult } from '../../../src/search/index.ts';
import { type Game, GameEnvironment, type Handle } from './game.ts';
import { type ScriptedGenerator, tableGenerator } from './generator.ts';

export const theorem = { name: 'scripted', localTheorems: [] };

interface Run {
  readonly result: SearchResult;
  readonly environment: GameEnvironment;
  readonly generator: ScriptedGenerator;
}

type Overrides = Partial<Omit<SearchInput<Handle>, 'environment' | 'generator' | 'roots' | 'theorem'>> & {
  readonly environment?: GameEnvironment;
  readonly generator?: ScriptedGenerator;
  readonly roots?: readonly string[];
};

/** Plays a game from `s0`, or from the roots named, with the invariants of the graph checked after every change. */
export async function play(game: Game, overrides: Overrides = {}): Promise<Run> {
  const {
    environment = new GameEnvironment(game),
    generator = tableGenerator(game),
    roots = ['s0'],
    ...rest
  } = overrides;
  const states = roots.map((name) => environment.root(name));
  const result = await prove({ theorem, audit: true, ...rest, environment, generator, roots: states });
  return { result, environment, generator };
}
