export type { ProveEvent, SorryOutcome, TargetOutcome, TargetReport } from './events.ts';
export { type FileReport, type ProveFileInput, proveFile } from './prove-file.ts';
export { proveSorry, type SearchSetup, shortened } from './prove-sorry.ts';
export { type Filling, type Gap, splice } from './splice.ts';
export { type Subject, subjectFromFile, subjectFromText } from './suggest/subject.ts';
export { type Suggestion, type SuggestOptions, suggest, type Verdict } from './suggest/suggest.ts';
export { type Target, targetsOf } from './target.ts';
