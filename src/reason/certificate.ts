import { renderScript, type Script } from '../contracts/script.ts';
import type { Lean } from '../lean/index.ts';
import { fillingOf, openFile, verify } from '../proving/index.ts';
import { formulaText } from './formula/print.ts';
import { binders, goalOf, type LeanTheory, leanFormula, type Question } from './lean/statement.ts';

/** What a theorem of a certificate says about a question: that the answer follows from the premises, or that it does not. */
export interface Claim {
  readonly question: Question;
  readonly follows: boolean;
}

export interface ProvedClaim extends Claim {
  readonly script: Script;
}

const names: Record<Question, readonly [follows: string, doesNot: string]> = {
  conclusion: ['conclusion_follows', 'conclusion_does_not_follow'],
  negation: ['negation_follows', 'negation_does_not_follow'],
  contradiction: ['premises_contradict', 'premises_do_not_contradict'],
};

export const claimName = ({ question, follows }: Claim): string => names[question][follows ? 0 : 1];

/** The theorem of a claim, up to `:= by`. That something does not follow is the negation of the statement that it does. */
export function claimStatement(lean: LeanTheory, claim: Claim): string {
  const goal = leanFormula(goalOf(lean.theory, claim.question), lean.names);
  const name = claimName(claim);
  return claim.follows
    ? `theorem ${name} ${binders(lean, '\n    ')} :\n    ${goal} := by`
    : `theorem ${name} : ¬ ∀ ${binders(lean, '\n    ')},\n    ${goal} := by`;
}

/** Sentences that go with the formulas, for people. */
export interface Sentences {
  readonly premises: readonly string[];
  readonly conclusion: string;
}

/** A Lean file with the theorems of some claims; where no script is given, a `sorry` stands for it. */
export function claimsFile(
  lean: LeanTheory,
  claims: readonly (Claim & { readonly script?: Script })[],
  sentences?: Sentences,
): string {
  const theorems = claims.map(
    (claim) =>
      `${claimStatement(lean, claim)}\n${claim.script === undefined ? '  sorry' : renderScript(claim.script, 2)}\n`,
  );
  return [...preamble(lean, sentences), ...theorems].join('\n');
}

/** The claims that a fresh Lean has verified, and the file that it has verified them in. */
export interface VerifiedClaims {
  readonly claims: readonly ProvedClaim[];
  readonly file: string;
}

/** Has a fresh Lean verify claims in one file. Says why, where it could not be asked. */
export async function verifyClaims(
  lean: Lean,
  theory: LeanTheory,
  claims: readonly ProvedClaim[],
  sentences: Sentences | undefined,
  signal: AbortSignal,
): Promise<VerifiedClaims | string> {
  const statements = claims.map(({ question, follows }) => ({ question, follows }));
  const file = await openFile(
    lean,
    { text: claimsFile(theory, statements, sentences), fileName: 'reason.lean' },
    signal,
  );
  if (!file.ok) return file.error.kind === 'cancelled' ? 'interrupted' : file.error.message;
  const findings = claims.flatMap(({ script, ...claim }) => {
    const declaration = file.value.declarations.find(({ name }) => name === claimName(claim));
    const sorry = declaration?.sorries[0];
    return declaration === undefined || sorry === undefined
      ? []
      : [{ claim: { ...claim, script }, finding: { declaration, fillings: [fillingOf(sorry, script)] } }];
  });
  if (findings.length === 0) return file.value.errors[0]?.text ?? 'Lean does not elaborate the statements';
  const { verdicts, completed } = await verify(
    lean,
    file.value,
    findings.map(({ finding }) => finding),
    signal,
  );
  if (signal.aborted) return 'interrupted';
  return {
    claims: findings.flatMap(({ claim }, index) => (verdicts[index]?.kind === 'verified' ? [claim] : [])),
    file: completed,
  };
}

function preamble({ theory }: LeanTheory, sentences: Sentences | undefined): readonly string[] {
  // Data sets have problems whose formulas do not go with the sentences one by one.
  const paired = sentences?.premises.length === theory.premises.length;
  const spoken = (sentence: string | undefined) => (sentence === undefined ? [] : [`--    ${oneLine(sentence)}`]);
  const lines = theory.premises.flatMap((premise, index) => [
    `-- ${index + 1}. ${oneLine(formulaText(premise))}`,
    ...spoken(paired ? sentences?.premises[index] : undefined),
  ]);
  const conclusion = [`-- Conclusion: ${oneLine(formulaText(theory.conclusion))}`, ...spoken(sentences?.conclusion)];
  return [[...lines, ...conclusion, ''].join('\n')];
}

/** A comment ends with its line, so that a sentence must not bring lines of its own. */
const oneLine = (text: string): string => text.replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
