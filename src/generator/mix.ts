import type {
  Candidate,
  ProofWriter,
  Proposal,
  ProposalRequest,
  Source,
  TacticGenerator,
} from '../contracts/generator.ts';
import { byProbability, normaliseWhitespace } from './candidates.ts';

export interface WeightedGenerator {
  readonly generator: TacticGenerator;
  /** Above 0; only its ratio to the other weights counts. */
  readonly weight: number;
}

type Candidates = Extract<Proposal, { kind: 'candidates' }>;

/**
 * Several generators as one: a tactic is as probable as a generator drawn by weight makes it. Each part keeps places for
 * its best candidates in proportion to its weight, however small their probabilities are beside those of others.
 */
export class MixedGenerator implements TacticGenerator {
  readonly name: string;
  readonly sources: readonly Source[];
  readonly proofs?: ProofWriter;
  readonly #parts: readonly WeightedGenerator[];

  constructor(parts: readonly WeightedGenerator[]) {
    const total = parts.reduce((sum, { weight }) => sum + weight, 0);
    this.#parts = parts.map(({ generator, weight }) => ({ generator, weight: weight / total }));
    this.sources = this.#parts.map(({ generator, weight }) => ({ generator, share: weight }));
    const writer = parts.find(({ generator }) => generator.proofs !== undefined)?.generator.proofs;
    if (writer !== undefined) this.proofs = writer;
    this.name = `mix(${this.#parts.map(({ generator, weight }) => `${round(weight)} ${generator.name}`).join(' + ')})`;
  }

  async propose(requests: readonly ProposalRequest[], signal: AbortSignal): Promise<readonly Proposal[]> {
    const byPart = await Promise.all(this.#parts.map(({ generator }) => generator.propose(requests, signal)));
    return requests.map(({ count }, i) =>
      mixProposals(
        this.#parts.map(({ generator, weight }, part) => ({
          name: generator.name,
          weight,
          proposal: byPart[part]![i]!,
        })),
        count,
      ),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#parts.map(({ generator }) => generator.close()));
  }
}

interface PartProposal {
  readonly name: string;
  /** Weights sum to 1. */
  readonly weight: number;
  readonly proposal: Proposal;
}

/** A part that fails leaves its places to the others; all fail only together. */
export function mixProposals(parts: readonly PartProposal[], count: number): Proposal {
  const answered = parts.flatMap(({ name, weight, proposal }) =>
    proposal.kind === 'candidates' ? [{ name, weight, proposal }] : [],
  );
  const failures = parts.flatMap(({ name, proposal }) =>
    proposal.kind === 'failed' ? [{ message: `${name}: ${proposal.message}`, code: proposal.code }] : [],
  );
  const [failure] = failures;
  if (answered.length === 0 && failure !== undefined) {
    const message = failures.map((each) => each.message).join(' ');
    return { kind: 'failed', message, ...(failure.code !== undefined && { code: failure.code }) };
  }
  const value = answered.find(({ proposal }) => proposal.value !== undefined)?.proposal.value;
  const notes = [
    ...failures.map(({ message }) => message),
    ...answered.flatMap(({ name, proposal }) => (proposal.notes ?? []).map((note) => `${name}: ${note}`)),
  ];
  return {
    kind: 'candidates',
    candidates: choose(answered, count),
    tokens: answered.reduce((sum, { proposal }) => sum + proposal.tokens, 0),
    ...(value !== undefined && { value }),
    ...(answered.some(({ proposal }) => proposal.estimated) && { estimated: true }),
    ...(notes.length > 0 && { notes }),
  };
}

function choose(
  parts: readonly { readonly weight: number; readonly proposal: Candidates }[],
  count: number,
): Candidate[] {
  const mixed = new Map<string, Candidate>();
  for (const { weight, proposal } of parts) {
    for (const { tactic, logProbability } of proposal.candidates) {
      const key = normaliseWhitespace(tactic);
      const known = mixed.get(key);
      const own = logProbability + Math.log(weight);
      mixed.set(key, { tactic: known?.tactic ?? tactic, logProbability: addLogs(known?.logProbability, own) });
    }
  }
  const chosen = new Set<string>();
  for (const { weight, proposal } of parts) {
    const places = Math.max(1, Math.floor(weight * count));
    for (const { tactic } of proposal.candidates.slice(0, places)) {
      if (chosen.size < count) chosen.add(normaliseWhitespace(tactic));
    }
  }
  const ranked = [...mixed].toSorted(([, a], [, b]) => byProbability(a, b));
  for (const [key] of ranked) if (chosen.size < count) chosen.add(key);
  return ranked.flatMap(([key, candidate]) => (chosen.has(key) ? [candidate] : []));
}

/** log(eᵃ + eᵇ), at most 0. */
function addLogs(a: number | undefined, b: number): number {
  if (a === undefined) return Math.min(0, b);
  const max = Math.max(a, b);
  if (max === Number.NEGATIVE_INFINITY) return max;
  return Math.min(0, max + Math.log(Math.exp(a - max) + Math.exp(b - max)));
}

const round = (weight: number): number => Math.round(weight * 1000) / 1000;
