export { Conversation, reportBug } from './conversation.ts';
export { LiveSearch } from './live-search.ts';
export { limits, type PageNews, PageRequest } from './messages.ts';
