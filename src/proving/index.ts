/**
 * The one way to a verified proof: open, context, find, shorten, splice, verify. Each step is a file of this folder, and can
 * be taken by itself; `proveFile`, `proveDeclaration` and `proveTheorem` take them all.
 */
export type { Found, NotFound, ProvingSetup, Watch } from './find.ts';
export { find } from './find.ts';
export type { OpenDeclaration } from './open/declarations.ts';
export { type OpenFailure, openFailure, openProblem } from './open/failure.ts';
export { type OpenFile, openFile } from './open/file.ts';
export { type DocumentPosition, findSorry, findSorryAt, sorryAt } from './open/find-sorry.ts';
export {
  type OpenTheorem,
  openSorry,
  openTheorem,
  type Place,
  TheoremOpener,
  type TheoremSource,
  theoremSource,
} from './open/theorem.ts';
export { proveDeclaration } from './prove-declaration.ts';
export { type FileReport, type Keeper, type ProveFileInput, proveFile } from './prove-file.ts';
export { proveTheorem, type TheoremOutcome, type TheoremReport } from './prove-theorem.ts';
export { countSteps, type Replayed, replayProof } from './replay.ts';
export type { DeclarationOutcome, DeclarationReport, FileEvent, SorryOutcome } from './report.ts';
export { openScriptJournal, type ScriptJournal } from './script-journal.ts';
export { type FoundScript, findScript, shorten } from './shorten.ts';
export { type Filling, fillingOf, type Gap, splice } from './splice.ts';
export { type GoalStatement, goalStatement } from './suggest/goal-statement.ts';
export { introduce, introTactic, readProposition } from './suggest/proposition.ts';
export { type Question, type Subject, subjectFromFile, subjectFromText } from './suggest/subject.ts';
export { type Check, checkTactics, type Suggestion, type SuggestOptions, suggest } from './suggest/suggest.ts';
export { type VerifiedFile, verify, verifyScript } from './verify/index.ts';
export { type Finding, isAccepted, type Verdict } from './verify/verdict.ts';
