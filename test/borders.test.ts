import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import { contributing, forbidden, rooms } from '../scripts/borders.ts';

const root = new URL('../', import.meta.url).pathname;

describe('the borders between rooms', () => {
  it('are known for every room', () => {
    const folders = readdirSync(`${root}src`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of folders) {
      assert.ok(name in rooms, `scripts/borders.ts does not say what lives in src/${name}`);
      if (name !== 'cli') assert.ok(forbidden().has(name), `biome.json has no rule for src/${name}`);
    }
  });

  it('let imports go one way only', () => {
    for (const [room, no] of forbidden()) {
      for (const other of Object.keys(rooms)) {
        const back = forbidden().get(other);
        assert.ok(other === room || no.has(other) || back === undefined || back.has(room), `${room} and ${other}`);
      }
    }
  });

  it('are in CONTRIBUTING.md as they are enforced', () => {
    assert.equal(readFileSync(`${root}CONTRIBUTING.md`, 'utf8'), contributing(), 'run: npm run borders');
  });

  it('are enforced: an import that crosses one is an error', async () => {
    const folder = `${root}src/data/crossing-for-a-test`;
    mkdirSync(folder, { recursive: true });
    try {
      writeFileSync(`${folder}/crossing.ts`, "export { prove } from '../../search/index.ts';\n");
      const { exitCode, stderr, stdout } = await execa(
        'biome',
        ['lint', '--vcs-enabled=false', `${folder}/crossing.ts`],
        {
          cwd: root,
          reject: false,
          preferLocal: true,
        },
      );
      assert.notEqual(exitCode, 0);
      assert.match(stdout + stderr, /src\/data may import: nothing of ours/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
