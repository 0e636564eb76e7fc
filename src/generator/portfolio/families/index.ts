import type { Family } from '../family.ts';
import type { PremiseIndex } from '../premises.ts';
import { arithmetic } from './arithmetic.ts';
import { caseAnalysis } from './cases.ts';
import { closers } from './closers.ts';
import { conjecturing } from './conjectures.ts';
import { enumeration } from './enumeration.ts';
import { factUse } from './facts.ts';
import { finiteLists } from './finite-lists.ts';
import { generalisation } from './generalisation.ts';
import { induction } from './induction.ts';
import { introduction } from './introduction.ts';
import { libraryTheorems } from './library-theorems.ts';
import { localTheorems } from './local-theorems.ts';
import { remainders } from './remainders.ts';
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
  ...arithmetic,
  ...remainders,
  ...enumeration,
  ...finiteLists,
  ...generalisation,
  ...conjecturing,
  ...localTheorems,
  ...libraryTheorems(index),
];
