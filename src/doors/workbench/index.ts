export type { LeanDocument, Subject } from './subject.ts';
export { type SearchRequest, Workbench, type WorkbenchParts } from './workbench.ts';
