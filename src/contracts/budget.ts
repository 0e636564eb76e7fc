/** What a search may spend at most; what is absent is unlimited. */
export interface Budgets {
  /** Questions to sources of candidates, each about one state. */
  readonly expansions?: number;
  /** Tactics given to Lean. */
  readonly checks?: number;
  /** Tokens that the generator reports. The answer that passes the limit is still used. */
  readonly tokens?: number;
  /** Wall-clock time; when it is up, what is under way is dropped. */
  readonly seconds?: number;
}

export type BudgetName = keyof Budgets;

/** What has been spent so far, in the same units. */
export type Spent = Readonly<Record<BudgetName, number>>;

const names: readonly BudgetName[] = ['expansions', 'checks', 'tokens', 'seconds'];

/** The first budget with nothing left of it, if any. */
export function usedUp(budgets: Budgets, spent: Spent): BudgetName | undefined {
  return names.find((name) => spent[name] >= (budgets[name] ?? Number.POSITIVE_INFINITY));
}
