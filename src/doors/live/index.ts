export { LiveSearch, type Watcher } from './live-search.ts';
export { limits, type PageNews, PageRequest } from './messages.ts';
