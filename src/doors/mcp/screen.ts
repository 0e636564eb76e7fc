/**
 * What comes in on stdin is bytes from somebody. Lines that are messages are let through; every other line is answered with
 * an error, so that whoever sent it need not wait for an answer that never comes.
 */
import { Transform, type TransformCallback } from 'node:stream';
import {
  INVALID_REQUEST,
  type JSONRPCErrorResponse,
  PARSE_ERROR,
  parseJSONRPCMessage,
} from '@modelcontextprotocol/server';

/** Longer messages are not read, in bytes. A file's text fits, with room for escapes. */
export const largestMessage = 8 * 2 ** 20;
/** Of a message that is too long, the bytes at its ends that are kept, to find its id in. */
const keptEnd = 512;

export type Refuse = (refusal: JSONRPCErrorResponse) => void;

/** Lets lines through that hold a message, and has all others refused. */
export class MessageScreen extends Transform {
  readonly #refuse: Refuse;
  #parts: Buffer[] = [];
  #length = 0;

  constructor(refuse: Refuse) {
    super();
    this.#refuse = refuse;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      this.#take(chunk.subarray(from, end));
      this.#end();
      from = end + 1;
    }
    this.#take(chunk.subarray(from));
    done();
  }

  #take(part: Buffer): void {
    this.#length += part.length;
    this.#parts.push(part);
    if (this.#length <= largestMessage) return;
    const all = Buffer.concat(this.#parts);
    this.#parts = [all.subarray(0, keptEnd), all.subarray(Math.max(keptEnd, all.length - keptEnd))].map(Buffer.from);
  }

  #end(): void {
    const line = Buffer.concat(this.#parts);
    const isWhole = this.#length <= largestMessage;
    this.#parts = [];
    this.#length = 0;
    const text = line.toString('utf8').trim();
    if (text === '') return;
    const refusal = isWhole ? refusalOf(text) : tooLong(text);
    if (refusal === undefined) this.push(`${text}\n`);
    else this.#refuse(refusal);
  }
}

const newline = 0x0a;

type Id = string | number;

const error = (id: Id | undefined, code: number, message: string): JSONRPCErrorResponse => ({
  jsonrpc: '2.0',
  ...(id !== undefined && { id }),
  error: { code, message },
});

function refusalOf(text: string): JSONRPCErrorResponse | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return error(undefined, PARSE_ERROR, 'The line is no JSON. Send one JSON-RPC message a line.');
  }
  try {
    parseJSONRPCMessage(value);
    return undefined;
  } catch {
    const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
    const known = typeof id === 'string' || typeof id === 'number' ? id : undefined;
    return error(known, INVALID_REQUEST, 'The line is no JSON-RPC 2.0 message.');
  }
}

const tooLong = (ends: string): JSONRPCErrorResponse =>
  error(
    idAtEnds(ends),
    INVALID_REQUEST,
    `A message has at most ${largestMessage} bytes. Give a path in place of a text, or the part that holds the theorem.`,
  );

/** The id of a message that is an object, where it stands before or after all else. */
function idAtEnds(text: string): Id | undefined {
  const value = String.raw`(-?\d{1,15}|"[^"\\]{0,200}")`;
  const first = new RegExp(
    String.raw`^\{\s{0,9}(?:"jsonrpc"\s{0,9}:\s{0,9}"2\.0"\s{0,9},\s{0,9})?"id"\s{0,9}:\s{0,9}${value}`,
  );
  const last = new RegExp(String.raw`"id"\s{0,9}:\s{0,9}${value}\s{0,9}\}$`);
  const found = (first.exec(text) ?? last.exec(text))?.[1];
  return found === undefined ? undefined : (JSON.parse(found) as Id);
}
