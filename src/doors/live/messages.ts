/**
 * What passes between a page and the search that it watches, as one JSON object a message. The page imports the types
 * of this file, so the two cannot drift apart.
 */
import { z } from 'zod';
import type { Problem } from '../../data/problem.ts';
import type { Status } from '../../search/index.ts';
import type { ProofAnswer } from '../workbench/answers.ts';

/** Bounds of all that is held and sent for one search. Texts in UTF-16 units. */
export const limits = {
  document: 512 * 1024,
  tactic: 4096,
  message: 600,
  state: 16_384,
  target: 160,
  /** Refused tactics that are remembered of one goal. */
  tried: 200,
  /** Goals of one graph; a search that reaches it is paused for good. */
  nodes: 20_000,
  /** Seconds of searching that may be asked for at once. */
  seconds: 3600,
} as const;

const Node = z
  .int()
  .min(0)
  .max(limits.nodes * 2);
const Seconds = z.number().positive().max(limits.seconds);

/** What a page asks. The first message must be `prove`. */
export const PageRequest = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('prove'),
    name: z.string().max(256),
    text: z.string().max(limits.document),
    /** 1-based, the column in code points. */
    line: z.int().min(1),
    column: z.int().min(1),
    /** Seconds of searching until it pauses and asks. */
    seconds: Seconds,
  }),
  z.object({ kind: z.literal('pause') }),
  z.object({ kind: z.literal('resume'), seconds: Seconds }),
  /** Has Lean check a tactic that a person wrote. */
  z.object({ kind: z.literal('try'), node: Node, tactic: z.string().min(1).max(limits.tactic) }),
  /** Ends the search under way and begins one for this goal alone. */
  z.object({ kind: z.literal('search-from'), node: Node, seconds: Seconds }),
  z.object({ kind: z.literal('inspect'), node: Node }),
]);
export type PageRequest = z.infer<typeof PageRequest>;
/** What is asked of a search that is open. */
export type LaterRequest = Exclude<PageRequest, { kind: 'prove' }>;

export interface LiveNode {
  readonly id: number;
  /** The target of the first goal on one line, cut. */
  readonly target: string;
  readonly goals: number;
  /** Cumulative log-probability of the best way to it. */
  readonly score: number;
  readonly depth: number;
}

/** A tactic that Lean accepted. */
export interface LiveStep {
  readonly from: number;
  readonly tactic: string;
  readonly targets: readonly number[];
  readonly byHand?: boolean;
}

/** What was added since the last change; `marks`: node, status, tactics tried on it. */
export interface GraphChange {
  readonly nodes: readonly LiveNode[];
  readonly steps: readonly LiveStep[];
  readonly marks: readonly (readonly [node: number, status: Status, tried: number])[];
}

export interface TriedTactic {
  readonly tactic: string;
  readonly logProbability: number;
  readonly outcome: string;
  readonly targets: readonly number[];
  readonly micros: number;
  readonly message?: string;
  readonly byHand?: boolean;
}

export interface NodeDetails {
  readonly id: number;
  /** The goals as Lean prints them. */
  readonly state: string;
  readonly status: Status;
  readonly score: number;
  /** The tactics that lead to it. */
  readonly after: readonly string[];
  readonly tried: readonly TriedTactic[];
  /** How many refused tactics more there were. */
  readonly left: number;
}

export type Phase = 'opening' | 'searching' | 'paused' | 'verifying' | 'ended';

export interface Progress {
  readonly phase: Phase;
  /** Why it is not searching, in a few words. */
  readonly why?: string;
  /** Seconds spent searching. */
  readonly seconds: number;
  readonly checks: number;
  readonly nodes: number;
}

/** What the page is told. */
export type PageNews =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'opened'; readonly theorem: string; readonly roots: readonly number[] }
  | { readonly kind: 'graph'; readonly change: GraphChange }
  | { readonly kind: 'node'; readonly details: NodeDetails }
  | { readonly kind: 'tried'; readonly node: number; readonly tried: TriedTactic }
  | {
      readonly kind: 'answer';
      readonly answer: ProofAnswer;
      /** The steps of the proof in the graph, where it is proved. */
      readonly steps: readonly { readonly node: number; readonly tactic: string }[];
    }
  | { readonly kind: 'problem'; readonly problem: Problem };
