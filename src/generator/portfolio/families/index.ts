import type { Family } from '../family.ts';
import type { PremiseIndex } from '../premises.ts';
import { accumulators } from './accumulators.ts';
import { arithmetic } from './arithmetic.ts';
import { caseAnalysis } from './cases.ts';
import { closers } from './closers.ts';
import { conjecturing } from './conjectures.ts';
import { enumeration } from './enumeration.ts';
import { factUse } from './facts.ts';
import { finiteLists } from './finite-lists.ts';
import { generalisation } from './generalisation.ts';
import { induction } from './induction.ts';
import { intervalCases } from './intervals.ts';
import { introduction } from './introduction.ts';
import { libraryTheorems } from './library-theorems.ts';
import { localTheorems } from './local-theorems.ts';
import { nonlinear } from './nonlinear.ts';
import { ownOrders } from './own-orders.ts';
import { periods } from './periods.ts';
import { remainders } from './remainders.ts';
import { rules } from './rules.ts';
import { searchedWitnesses } from './searched-witnesses.ts';
import { structure } from './structure.ts';
import { unfolding } from './unfolding.ts';
import { witnessing } from './witnesses.ts';

export const allFamilies = (index: PremiseIndex): readonly Family[] => [
  ...closers,
  ...introduction,
  ...structure,
  ...unfolding,
  ...caseAnalysis,
  ...factUse,
  ...induction,
  ...witnessing,
  ...searchedWitnesses,
  ...intervalCases,
  ...nonlinear,
  ...periods,
  ...accumulators,
  ...ownOrders,
  ...rules,
  ...arithmetic,
  ...remainders,
  ...enumeration,
  ...finiteLists,
  ...generalisation,
  ...conjecturing,
  ...localTheorems,
  ...libraryTheorems(index),
];
