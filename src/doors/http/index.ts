export type { Admission } from './admission.ts';
export { respond } from './respond.ts';
export { closeGracefully, defaultLimits, httpServer, type ServerLimits } from './server.ts';
export { type Question, type SuggestOptions, suggestRoutes } from './suggest.ts';
