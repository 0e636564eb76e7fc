/** Answers that fit an agent's context: long texts and long lists are cut, and say so. */

/** Characters of one text. */
const longestText = 4_000;
/** Members of one list. */
const longestList = 64;
/** Characters of all texts of an answer together. */
const longestAnswer = 24_000;

/** The value with its texts and lists cut to what an agent can read; what is left out is named where it was. */
export function bounded<T>(value: T): T {
  let left = longestAnswer;
  const cut = (text: string): string => {
    const most = Math.max(0, Math.min(longestText, left));
    left -= Math.min(text.length, most);
    return text.length <= most ? text : `${head(text, most)}… (${text.length - most} characters more)`;
  };
  const visit = (part: unknown): unknown => {
    if (typeof part === 'string') return cut(part);
    if (Array.isArray(part)) return part.slice(0, longestList).map(visit);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, visit(member)]));
  };
  // Cutting changes no shape: texts stay texts and lists stay lists.
  return visit(value) as T;
}

/** Never half of a surrogate pair. */
const head = (text: string, most: number): string => text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
