/**
 * The printable symbol that stands for each byte in a byte-level vocabulary (as in GPT-2 and every tokenizer.json with
 * a `ByteLevel` part): bytes that print as one visible character of Latin-1 stand for themselves, the others take the
 * code points from 256 on, in order.
 */
export const byteSymbols: readonly string[] = (() => {
  const visible = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(visible(byte) ? byte : next++));
})();

/** A text with each byte of its UTF-8 as one symbol. */
export const toByteSymbols = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => byteSymbols[byte]).join('');
