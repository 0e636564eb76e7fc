import { hash } from 'node:crypto';

/** A SHA-256 digest in base64 has 44 characters; shorter keys are kept as they are. */
const longestKept = 44;

/** Replaces a long key by its digest, so that a graph of many nodes does not hold their printed states. */
export const compactKey = (key: string): string => (key.length <= longestKept ? key : hash('sha256', key, 'base64'));
