import type { ProofEnvironment } from '../../contracts/environment.ts';
import type { TacticGenerator } from '../../contracts/generator.ts';

/** Lets work through while it is open, and keeps it waiting while it is shut. */
export class Gate {
  #shut: PromiseWithResolvers<void> | undefined;

  get isOpen(): boolean {
    return this.#shut === undefined;
  }

  open(): void {
    this.#shut?.resolve();
    this.#shut = undefined;
  }

  shut(): void {
    this.#shut ??= Promise.withResolvers();
  }

  /** Resolves when the gate is open, or the signal aborts. */
  async passed(signal: AbortSignal): Promise<void> {
    while (this.#shut !== undefined && !signal.aborted) await Promise.race([this.#shut.promise, aborted(signal)]);
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/**
 * The generator behind a gate. A search whose generator and Lean wait keeps all that it knows, so it goes on where it
 * stopped once they answer. Whoever opened the generator closes it.
 */
export function gatedGenerator(generator: TacticGenerator, gate: Gate): TacticGenerator {
  const { name, sources, proofs } = generator;
  return {
    name,
    ...(sources && { sources: sources.map((s) => ({ ...s, generator: gatedGenerator(s.generator, gate) })) }),
    ...(proofs && {
      proofs: {
        write: async (request, signal) => {
          await gate.passed(signal);
          return proofs.write(request, signal);
        },
      },
    }),
    propose: async (requests, signal) => {
      await gate.passed(signal);
      return generator.propose(requests, signal);
    },
    close: async () => {},
  };
}

/** Lean behind a gate; `onOutcomes` sees what it answers before the search does. */
export function gatedEnvironment<S>(
  environment: ProofEnvironment<S>,
  gate: Gate,
  onOutcomes: (state: S, tactics: readonly string[], outcomes: Awaited<ReturnType<ProofEnvironment<S>['run']>>) => void,
): ProofEnvironment<S> {
  const { unknownNames } = environment;
  return {
    ...(unknownNames !== undefined && {
      unknownNames: async (state, names, signal) => {
        await gate.passed(signal);
        return environment.unknownNames!(state, names, signal);
      },
    }),
    run: async (state, tactics, signal, patience) => {
      await gate.passed(signal);
      const outcomes = await environment.run(state, tactics, signal, patience);
      onOutcomes(state, tactics, outcomes);
      return outcomes;
    },
    release: (states) => environment.release(states),
  };
}
