import { visible } from '../../data/visible.ts';

/** What this program itself tells a terminal: colours, moving the cursor, clearing lines, hiding the cursor, going back. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that it is about
const ours = /(\u001b\[[0-9;?]*[A-HJKSTfhlm]|\r)/;

/** The text with everything else that a terminal would obey made visible. */
export const terminalText = (text: string): string =>
  text
    .split(ours)
    .map((part, i) => (i % 2 === 1 ? part : visible(part)))
    .join('');

/**
 * The last line of defence against text from outside (names, tactics, messages) that speaks to the terminal: whatever a
 * command prints, no more gets there than colours and the moves of a progress bar. Files and pipes get every byte.
 */
export function guardTerminal(stream: NodeJS.WriteStream): void {
  if (!stream.isTTY) return;
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  stream.write = (chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === 'string' ? terminalText(chunk) : chunk, ...rest);
}
