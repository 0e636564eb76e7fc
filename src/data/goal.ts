/** A goal as Lean reports it: everything that a generator, a prompt or a person may want to look at. */
export interface Hypothesis {
  /** The name as Lean prints it; inaccessible names end in `✝`. */
  readonly name: string;
  /** The pretty-printed type. */
  readonly type: string;
  /** The pretty-printed value of a `let` variable. */
  readonly value?: string;
  /** Is the type a proposition (then the hypothesis is a fact, else it is a variable)? */
  readonly isProp: boolean;
  /** Is it an instance-implicit argument? */
  readonly isInstance: boolean;
  /** The constant at the head of the type in weak head normal form with reducible transparency, `''` if there is none. */
  readonly head: string;
  /** The constructors of `head` where that is an inductive type (short names), else empty. */
  readonly constructors: readonly string[];
}

/** A constant that Lean itself does not declare: the file's own, or one of a project's modules. */
export interface Definition {
  /** The full name. */
  readonly name: string;
  readonly kind: 'definition' | 'theorem' | 'type' | 'constructor' | 'other';
  /** Do tactics unfold it by themselves? `grind` refuses to be told to. */
  readonly isReducible: boolean;
  readonly isRecursive: boolean;
  /** Does the goal name it? If not, it is a constructor of one of the goal's types, or what one of its functions is made of. */
  readonly isInGoal: boolean;
  /** Full names of functions of the file that its value speaks of. */
  readonly uses: readonly string[];
  /** Types of the explicit arguments, `_` where a type is not a simple one. */
  readonly arguments: readonly string[];
  readonly result: string;
}

export interface Goal {
  /** The case tag, `''` where the goal has none. */
  readonly tag: string;
  /** The whole goal, hypotheses and target, as Lean prints it. */
  readonly pretty: string;
  readonly hypotheses: readonly Hypothesis[];
  /** The pretty-printed target. */
  readonly target: string;
  /** The constant at the head of the target (instances reduced), `'→'` for an implication, `'∀'` for other binders. */
  readonly head: string;
  /** Names of the constants that occur in the target and in the types of the hypotheses, without duplicates. */
  readonly constants: readonly string[];
  /** What those of them are that Lean itself does not declare, and what lies behind them; absent where nobody has asked Lean. */
  readonly definitions?: readonly Definition[];
}
