/** Why a request to Lean came back without a result. Lean's own verdicts (a tactic that fails) are results. */
export type LeanFailure =
  /** The process could not be started, or did not answer `initialize`. */
  | { readonly kind: 'start'; readonly message: string }
  /** The process ended while the request was under way; `message` ends with the last lines of its stderr. */
  | { readonly kind: 'crash'; readonly message: string }
  /** The request overran its wall-clock limit; the process was killed. */
  | { readonly kind: 'timeout'; readonly message: string }
  /** The caller's signal aborted. */
  | { readonly kind: 'cancelled'; readonly message: string }
  /** Lean answered with a JSON-RPC error, or with something that the protocol does not know. */
  | { readonly kind: 'protocol'; readonly message: string };
