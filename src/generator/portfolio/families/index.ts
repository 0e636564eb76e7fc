import type { Family } from '../family.ts';
import { caseAnalysis } from './logic/cases.ts';
import { closers } from './logic/closers.ts';
import { factUse } from './logic/facts.ts';
import { introduction } from './logic/introduction.ts';
import { structure } from './logic/structure.ts';
import { witnessing } from './logic/witnesses.ts';
import { arithmetic } from './numbers/arithmetic.ts';
import { enumeration } from './numbers/bounded/enumeration.ts';
import { intervalCases } from './numbers/bounded/intervals.ts';
import { leastElements } from './numbers/bounded/least.ts';
import { searchedWitnesses } from './numbers/bounded/searched-witnesses.ts';
import { divisibility } from './numbers/modular/divisibility.ts';
import { gcdAndLcm } from './numbers/modular/gcd-lcm.ts';
import { periods } from './numbers/modular/periods.ts';
import { primeDivisors } from './numbers/modular/primes.ts';
import { quotientFacts } from './numbers/modular/quotients.ts';
import { remainders } from './numbers/modular/remainders.ts';
import { residues } from './numbers/modular/residues.ts';
import { valuations } from './numbers/modular/valuations.ts';
import { bilinearEquations } from './numbers/polynomials/bilinear.ts';
import { factoring } from './numbers/polynomials/factoring.ts';
import { nonlinear } from './numbers/polynomials/nonlinear.ts';
import { signs } from './numbers/polynomials/signs.ts';
import { powerInduction } from './numbers/sequences/power-induction.ts';
import { recurrences } from './numbers/sequences/recurrences.ts';
import { saidByIndex } from './programs/by-index.ts';
import { doLoops } from './programs/do-loops.ts';
import { indices } from './programs/indices.ts';
import { loopInvariants } from './programs/loops.ts';
import { loopsAsFolds } from './programs/loops-as-folds.ts';
import { opening } from './programs/opening.ts';
import { plainerWords } from './programs/plainer.ts';
import { restsOfLoops } from './programs/rest.ts';
import { specifications } from './programs/specifications.ts';
import { accumulators } from './recursion/accumulators.ts';
import { casewise } from './recursion/casewise.ts';
import { countingDown } from './recursion/counting-down.ts';
import { finiteLists } from './recursion/finite-lists.ts';
import { generalisation } from './recursion/generalisation.ts';
import { induction } from './recursion/induction.ts';
import { conjecturing } from './recursion/lemmas/conjectures.ts';
import { exploring } from './recursion/lemmas/exploration.ts';
import { ownAlgebra } from './recursion/own-algebra.ts';
import { unfolding } from './recursion/unfolding.ts';
import { localTheorems } from './theorems/local-theorems.ts';
import { ownOrders } from './theorems/own-orders.ts';
import { retrievedTheorems } from './theorems/retrieved.ts';
import { rules } from './theorems/rules.ts';

export const allFamilies: readonly Family[] = [
  ...closers,
  ...introduction,
  ...structure,
  ...unfolding,
  ...caseAnalysis,
  ...factUse,
  ...induction,
  ...casewise,
  ...countingDown,
  ...witnessing,
  ...searchedWitnesses,
  ...intervalCases,
  ...nonlinear,
  ...powerInduction,
  ...signs,
  ...factoring,
  ...bilinearEquations,
  ...divisibility,
  ...primeDivisors,
  ...gcdAndLcm,
  ...leastElements,
  ...residues,
  ...periods,
  ...recurrences,
  ...valuations,
  ...accumulators,
  ...ownAlgebra,
  ...ownOrders,
  ...rules,
  ...arithmetic,
  ...remainders,
  ...quotientFacts,
  ...enumeration,
  ...finiteLists,
  ...generalisation,
  ...conjecturing,
  ...opening,
  ...saidByIndex,
  ...doLoops,
  ...plainerWords,
  ...restsOfLoops,
  ...exploring,
  ...specifications,
  ...indices,
  ...loopInvariants,
  ...loopsAsFolds,
  ...localTheorems,
  ...retrievedTheorems,
];
