import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OpenState } from '../../src/contracts/environment.ts';
import { type Opening, prove, type SearchInput, type SearchResult } from '../../src/search/index.ts';
import { type Game, GameEnvironment, type Handle } from './support/game.ts';
import { expandedStates, type ScriptedGenerator, tableGenerator } from './support/generator.ts';
import { theorem } from './support/search.ts';

/** Two goals after the first tactic; the second takes two steps. */
const game: Game = {
  s0: { split: ['left', 'right'], 'another way': ['far'] },
  left: { easy: [] },
  right: { step: ['last'] },
  last: { end: [] },
  far: {},
};

interface Played {
  readonly result: SearchResult;
  readonly environment: GameEnvironment;
  readonly generator: ScriptedGenerator;
}

async function play(
  opening: (root: OpenState<Handle>) => Opening<Handle>,
  more: Partial<SearchInput<Handle>> = {},
): Promise<Played> {
  const environment = new GameEnvironment(game);
  const generator = tableGenerator(game);
  const root = environment.root('s0');
  const input = { environment, generator, roots: [root], theorem, audit: true, opening: opening(root), ...more };
  return { result: await prove(input), environment, generator };
}

/** Tries tactics one after the other, each on the first state that is left, as a script does. */
const following =
  (...scripts: readonly (readonly string[])[]) =>
  (root: OpenState<Handle>): Opening<Handle> =>
  async (environment, signal) => {
    for (const script of scripts) {
      let open = [root.state];
      for (const tactic of script) {
        const [first, ...others] = open;
        const [outcome] = first === undefined ? [] : await environment.run(first, [tactic], signal);
        if (outcome === undefined || outcome.kind === 'error') break;
        open = [...(outcome.kind === 'progress' ? outcome.states.map(({ state }) => state) : []), ...others];
      }
    }
    return { tokens: 7 };
  };

const script = ({ result }: Played): readonly string[] =>
  result.kind === 'proved' ? JSON.stringify(result.proof.script).match(/\w+/g)! : [result.kind];

describe('an opening', () => {
  it('that is a proof is the proof, and nobody is asked', async () => {
    const played = await play(following(['split', 'easy', 'step', 'end']));
    assert.equal(played.result.kind, 'proved');
    assert.deepEqual(expandedStates(played.generator), []);
    assert.deepEqual(script(played), ['split', 'easy', 'step', 'end']);
  });

  it('that fails on the way is gone on from where it was stuck', async () => {
    const played = await play(following(['split', 'easy', 'step', 'wrong', 'end']));
    assert.equal(played.result.kind, 'proved');
    assert.deepEqual(expandedStates(played.generator), ['last']);
    assert.deepEqual(script(played), ['split', 'easy', 'step', 'end']);
  });

  it('keeps every state that it reached, and the others as well', async () => {
    const played = await play(following(['split', 'wrong'], ['split', 'easy', 'wrong']));
    assert.equal(played.result.kind, 'proved');
    assert.deepEqual(expandedStates(played.generator).slice(0, 1), ['right']);
  });

  it('asks Lean once what two of them have in common', async () => {
    const { environment } = await play(following(['split', 'wrong'], ['split', 'wrong'], ['split', 'easy']));
    const tried = environment.calls.map(({ state, tactics }) => `${tactics} on ${state}`);
    assert.deepEqual(tried.slice(0, 3), ['split on s0', 'wrong on left', 'easy on left']);
  });

  it('is paid for like the rest', async () => {
    const { result } = await play(following(['split', 'easy', 'step', 'end']));
    assert.ok(result.kind === 'proved');
    assert.equal(result.stats.checks, 4);
    assert.equal(result.stats.tokens, 7);
    const poor = await play(following(['split', 'easy', 'step', 'end']), { budgets: { checks: 3 } });
    assert.ok(poor.result.kind === 'exhausted');
    assert.equal(poor.result.stats.checks, 3);
  });

  it('gives back all states in the end, and none before', async () => {
    const { environment } = await play(following(['split', 'easy', 'step', 'wrong'], ['split', 'easy', 'step']));
    assert.deepEqual(new Set(environment.released), new Set(environment.made));
    assert.equal(environment.released.length, environment.made.length);
  });

  it('that cannot be had is an error', async () => {
    const { result } = await play(() => async () => ({ tokens: 0, failure: 'there is no server' }));
    assert.ok(result.kind === 'error');
    assert.match(result.problem.message, /there is no server/);
  });

  it('that throws is a bug, and an error', async () => {
    const { result } = await play(() => async () => {
      throw new Error('a bug');
    });
    assert.equal(result.kind, 'error');
  });

  it('is told to stop when the search is', async () => {
    const { result } = await play(
      () => async (_, signal) => {
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
        return { tokens: 0 };
      },
      { signal: AbortSignal.timeout(20) },
    );
    assert.equal(result.kind, 'cancelled');
  });
});

describe('a request for tactics', () => {
  it('says which tactics led to the state', async () => {
    const { generator } = await play(following(['split', 'easy', 'step', 'wrong']));
    assert.deepEqual(
      generator.calls.flat().map(({ before }) => before),
      [['split', 'step']],
    );
  });
});
