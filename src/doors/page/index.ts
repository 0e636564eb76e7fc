export { pageFiles } from './files.ts';
export { type PageParts, pageRoutes } from './routes.ts';
export { StoredRuns } from './stored-runs.ts';
export { newToken } from './token.ts';
