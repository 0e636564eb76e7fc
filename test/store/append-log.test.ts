import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { AppendLog } from '../../src/store/append-log.ts';
import { temporaryFolder } from '../eval/scripted.ts';

async function appendTo(path: string, ...records: unknown[]) {
  const log = await AppendLog.open(path);
  assert.ok(log.ok);
  await using open = log.value;
  return await Promise.all(records.map((record) => open.append(record)));
}

describe('an append-only log', () => {
  it('holds a line for each record, in the order of the calls', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'log');
    await appendTo(path, { a: 1 }, { a: 2 });
    await appendTo(path, { a: 3 });
    assert.equal(await readFile(path, 'utf8'), '{"a":1}\n{"a":2}\n{"a":3}\n');
  });

  for (const torn of ['{"a":', '{"a":2}', '\0\0\0\0', '{"a\0\0\0\n']) {
    it(`cuts off a last line that was torn: ${JSON.stringify(torn)}`, async () => {
      await using folder = await temporaryFolder();
      const path = join(folder.path, 'log');
      await appendTo(path, { a: 1 });
      await appendFile(path, torn);
      await appendTo(path, { a: 3 });
      assert.equal(await readFile(path, 'utf8'), '{"a":1}\n{"a":3}\n');
    });
  }

  it('heals a log that holds nothing but a torn line', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'log');
    await writeFile(path, '{"a"');
    await appendTo(path, { a: 1 });
    assert.equal(await readFile(path, 'utf8'), '{"a":1}\n');
  });

  it('says so when the disk is full, and keeps all whole lines and none in part', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'log');
    const program = join(import.meta.dirname, 'fill-log.ts');
    // A limit on file size fails writes half way, as a full disk does.
    const limited = `trap '' XFSZ; ulimit -f 8; exec "${process.execPath}" "${program}" "${path}"`;
    const { stdout } = await promisify(execFile)('bash', ['-c', limited]);
    const { appended, codes } = JSON.parse(stdout);
    assert.deepEqual(codes, ['disk-full', 'disk-full']);
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    assert.equal(lines.length, appended);
    for (const line of lines) assert.equal(JSON.parse(line).text.length, 1500);
  });
});
