import type { Goal } from '../data/goal.ts';
import type { PremiseSource } from './premises.ts';

/** What is known about the theorem that a proof state belongs to; the same object for all states of one search. */
export interface TheoremContext {
  /** Full name, `''` for an `example`. */
  readonly name: string;
  /** Theorems of the same file that come before it, by full name, nearest last. */
  readonly localTheorems: readonly string[];
  /** Where premises are found; absent where nothing is known of what may be used. */
  readonly premises?: PremiseSource;
}

export interface ProposalRequest {
  readonly theorem: TheoremContext;
  /** The goals of the state; a tactic acts on the first. */
  readonly goals: readonly Goal[];
  /** How many candidates are wanted at most. */
  readonly count: number;
  /** Decides all randomness of this request, whatever else is in the batch. */
  readonly seed: number;
  /** The tactics that led to the state, on one of the ways to it. */
  readonly before?: readonly string[];
  /** What a person has typed already: language models go on from it. Generators that cannot leave it aside. */
  readonly prefix?: string;
}

export interface Candidate {
  readonly tactic: string;
  /** Natural logarithm of the probability that the generator gives the whole tactic; at most 0. */
  readonly logProbability: number;
  /** What kind of tactic it is; prices are learned and chances are measured by it. */
  readonly family?: string;
}

/**
 * Where tactics come from. Proposals of one request are sorted by falling log-probability and hold no duplicates.
 * Rejects only with an `AbortError` or a bug; a generator that fails for good says so through `GeneratorFailure`.
 */
export interface TacticGenerator {
  /** For manifests and displays: kind and identity, such as `portfolio@3f2a` or `onnx:models/small@91bc`. */
  readonly name: string;
  /**
   * Where it draws on several sources, each of them with its share of the probability; the shares sum to 1. A search may
   * then ask each of them by itself, and check what the fast ones say while the slow ones think.
   */
  readonly sources?: readonly Source[];
  propose(requests: readonly ProposalRequest[], signal: AbortSignal): Promise<readonly Proposal[]>;
  /** Where it writes whole proofs as well: they are tried first, step by step. */
  readonly proofs?: ProofWriter;
  /** Frees sessions, sockets and threads. */
  close(): Promise<void>;
}

/** Where whole proofs come from. */
export interface ProofWriter {
  write(request: ProofRequest, signal: AbortSignal): Promise<WrittenProofs>;
}

export interface ProofRequest {
  /** A Lean file that ends with the theorem, which has `sorry` for a proof. */
  readonly text: string;
  /** The theorem's name as it is written there; `''` for an `example`. */
  readonly name: string;
  readonly count: number;
  readonly seed: number;
}

export type WrittenProofs =
  /** Tactic scripts, none twice; nobody has looked whether they are any. */
  | { readonly kind: 'proofs'; readonly proofs: readonly string[]; readonly tokens: number }
  | { readonly kind: 'failed'; readonly message: string; readonly code?: string };

export interface Source {
  readonly generator: TacticGenerator;
  readonly share: number;
}

export type Proposal =
  | {
      readonly kind: 'candidates';
      readonly candidates: readonly Candidate[];
      readonly tokens: number;
      /** Natural logarithm of an estimate that the state can be proved with few steps; at most 0. */
      readonly value?: number;
      /** The log-probabilities are estimated from how often each tactic was sampled: the source gives none. */
      readonly estimated?: true;
      /** What the reader should know, such as that the state did not fit the model's context and was cut. */
      readonly notes?: readonly string[];
    }
  | {
      readonly kind: 'failed';
      readonly message: string;
      /** Stable identifier, kebab-case, as in `Problem`. */
      readonly code?: string;
    };
