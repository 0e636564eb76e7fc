export { type Question, type SuggestServerOptions, suggestServer } from './server.ts';
export { type Subject, subjectFromFile, subjectFromText } from './subject.ts';
export { type Suggestion, type SuggestOptions, suggest, type Verdict } from './suggest.ts';
