import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { EventFile, tfRecord } from '../../../src/train/metrics/tensorboard.ts';
import { temporaryFolder } from '../training.ts';

/** Castagnoli's CRC bit by bit, to hold the library against. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return ~crc >>> 0;
}

const masked = (bytes: Uint8Array): number => {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
};

test('a record holds its length, its data, and the masked checksums of both', () => {
  const data = new TextEncoder().encode('123456789');
  assert.equal(crc32c(data), 0xe3069283);
  const record = Buffer.from(tfRecord(data));
  assert.equal(record.readBigUInt64LE(0), 9n);
  assert.equal(record.readUInt32LE(8), masked(record.subarray(0, 8)));
  assert.equal(record.toString('utf8', 12, 21), '123456789');
  assert.equal(record.readUInt32LE(21), masked(data));
});

test('an event file begins with its version and holds the scalars', async (t) => {
  const folder = await temporaryFolder(t);
  const events = await EventFile.create(folder, 1.5e9);
  assert.ok(events.ok);
  await events.value.scalars(7, 1.5e9, { 'train/loss': 0.5 });
  const [name] = await readdir(folder);
  assert.match(name!, /^events\.out\.tfevents\.1500000000\./);
  const bytes = await readFile(join(folder, name!));
  const first = Number(bytes.readBigUInt64LE(0));
  assert.match(bytes.toString('latin1', 12, 12 + first), /brain\.Event:2$/);
  const second = bytes.subarray(12 + first + 4 + 12);
  // step = 7 as field 2, the tag as field 1 of a value, the number as its field 2.
  assert.ok(second.includes(Buffer.from([0x10, 7])));
  const value = Buffer.alloc(5);
  value[0] = 0x15;
  value.writeFloatLE(0.5, 1);
  assert.ok(second.includes(Buffer.concat([Buffer.from([0x0a, 10]), Buffer.from('train/loss'), value])));
});
