export type { LeanDocument, Subject } from './subject.ts';
export { Workbench, type WorkbenchParts } from './workbench.ts';
