export { type Proof, verifyFound } from './prove.ts';
export type { LeanDocument, Subject } from './subject.ts';
export { type SearchRequest, type StartedSubject, Workbench, type WorkbenchParts } from './workbench.ts';
