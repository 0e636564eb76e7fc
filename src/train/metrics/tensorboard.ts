import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import crc32c from 'crc-32/crc32c.js';
import protobuf from 'protobufjs/light.js';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { fileProblem } from '../../data/text-file.ts';

/** The fields of tensorflow.Event that scalars need; numbers as in TensorFlow's event.proto and summary.proto. */
const Event = protobuf.Root.fromJSON({
  nested: {
    Event: {
      fields: {
        wallTime: { id: 1, type: 'double' },
        step: { id: 2, type: 'int64' },
        fileVersion: { id: 3, type: 'string' },
        summary: { id: 5, type: 'Summary' },
      },
    },
    Summary: { fields: { value: { id: 1, type: 'Value', rule: 'repeated' } } },
    Value: { fields: { tag: { id: 1, type: 'string' }, simpleValue: { id: 2, type: 'float' } } },
  },
}).lookupType('Event');

/** A checksum as TFRecord stores it: rotated, so that the checksum of data that holds checksums stays useful. */
const maskedChecksum = (bytes: Uint8Array): number => {
  const crc = crc32c.buf(bytes, 0) >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
};

/** One record of a TFRecord file: length, its checksum, the data, its checksum; little-endian. */
export function tfRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(data.length + 16);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedChecksum(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedChecksum(data), true);
  return record;
}

const event = (fields: object): Uint8Array => tfRecord(Event.encode(Event.fromObject(fields)).finish());

/** An event file that TensorBoard shows as curves; it only grows, and a new one is begun by each run. */
export class EventFile {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** @param seconds since 1970, part of the name as TensorBoard orders files by it */
  static async create(folder: string, seconds: number): Promise<Result<EventFile, Problem>> {
    const file = new EventFile(join(folder, `events.out.tfevents.${Math.floor(seconds)}.ariadne.${process.pid}`));
    const begun = await file.#append(event({ wallTime: seconds, fileVersion: 'brain.Event:2' }));
    return begun.ok ? ok(file) : begun;
  }

  async scalars(
    step: number,
    seconds: number,
    values: Readonly<Record<string, number>>,
  ): Promise<Result<void, Problem>> {
    const value = Object.entries(values).map(([tag, simpleValue]) => ({ tag, simpleValue }));
    return this.#append(event({ wallTime: seconds, step, summary: { value } }));
  }

  async #append(bytes: Uint8Array): Promise<Result<void, Problem>> {
    try {
      await appendFile(this.#path, bytes);
      return ok(undefined);
    } catch (error) {
      return fail(fileProblem(error, this.#path, 'write'));
    }
  }
}
