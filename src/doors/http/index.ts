export { type Question, type SuggestServerOptions, suggestServer } from './server.ts';
