/**
 * Characters that a terminal obeys in place of showing them, or that change how what stands beside them is read: control
 * characters (escape sequences begin with one), those that turn the direction of writing, and those that show nothing.
 * Tabs and line breaks are text.
 */
const unseen = /(?![\t\n])[\p{Cc}\p{Bidi_Control}\u2028\u2029\u200b\u2060-\u2064\ufeff\u{e0000}-\u{e007f}]/gu;

/** Text from outside, safe to show: what would not be seen stands as its escape, `\u001b`, which JSON reads back. */
export const visible = (text: string): string => text.replace(unseen, escaped);

/** The same for text that has to stay on its line. */
export const visibleLine = (text: string): string => visible(text).replace(/[\t\n]/g, escaped);

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
