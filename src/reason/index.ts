export type { Claim, Sentences } from './certificate.ts';
export { type Decision, type DecisionSetup, decide } from './decide.ts';
export type { Formula, Term } from './formula/formula.ts';
export { formulaText } from './formula/print.ts';
export { readTheory, type Theory, type TheoryError, type TheoryText } from './formula/theory.ts';
export { loadSat, type SatModule } from './sat.ts';
