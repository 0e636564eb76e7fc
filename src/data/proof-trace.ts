import { z } from 'zod';

/**
 * The proof graph of one attempt in the form that is stored, exported and drawn: OR nodes (goals, or groups of goals
 * that share metavariables) and AND edges (a tactic that was tried, with the nodes it left).
 */
export const TraceNode = z.object({
  id: z.int(),
  /** The goals as Lean prints them, separated by an empty line. */
  state: z.string(),
  status: z.enum(['open', 'proved', 'failed']),
  /** What the frontier ordered it by, at the time it was added; higher is earlier. */
  score: z.number(),
  /** When the node was expanded, counted from 0 over the whole attempt; absent where it never was. */
  expansion: z.int().optional(),
});

export const TraceEdge = z.object({
  from: z.int(),
  tactic: z.string(),
  logProbability: z.number(),
  /** `proved` (nothing left), `progress` (the `children` are left), or the kind of error that Lean gave. */
  outcome: z.string(),
  /** All of these must be proved; empty for errors. */
  children: z.array(z.int()),
  /** What Lean said, for errors. */
  message: z.string().optional(),
  /** Time in Lean, microseconds. */
  micros: z.number(),
  /** Is it a step of the proof that was found? */
  inProof: z.boolean(),
});

export const ProofTrace = z.object({
  /** The nodes that together make up the theorem. */
  roots: z.array(z.int()),
  nodes: z.array(TraceNode),
  edges: z.array(TraceEdge),
});

export type TraceNode = z.infer<typeof TraceNode>;
export type TraceEdge = z.infer<typeof TraceEdge>;
export type ProofTrace = z.infer<typeof ProofTrace>;

/**
 * Was the tactic taken, and nothing made of what it left? It led back to a state on the way to it, or its own state was proved by
 * the time that Lean had answered.
 */
export const isLeftAside = (edge: TraceEdge): boolean => edge.outcome === 'progress' && edge.children.length === 0;

/** Did Lean accept the tactic of this edge? */
export const isAccepted = (edge: TraceEdge): boolean => edge.outcome === 'proved' || edge.outcome === 'progress';
