import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { chooseLean } from '../../../src/lean/discover.ts';
import { adviceOn } from '../../../src/lean/native/advice.ts';
import { toolchainFolder, toolchainName, toolchainOf } from '../../../src/lean/native/toolchain.ts';
import { ownMemory } from '../../../src/lean/process/memory.ts';
import { AfterPreamble } from '../../../src/lean/process/preamble.ts';
import { taskkill } from '../../../src/lean/process/process-tree.ts';
import { standInFolder } from '../stand-in.ts';

describe('the toolchain that a project asks for', () => {
  it('is named as elan reads the name', () => {
    assert.equal(toolchainName('leanprover/lean4:v4.28.0\n'), 'leanprover/lean4:v4.28.0');
    assert.equal(toolchainName('v4.28.0-rc1'), 'leanprover/lean4:v4.28.0-rc1');
    assert.equal(toolchainName('4.28.0'), 'leanprover/lean4:v4.28.0');
    assert.equal(toolchainName('stable'), 'leanprover/lean4:stable');
    assert.equal(
      toolchainName('leanprover/lean4-nightly:nightly-2026-01-02'),
      'leanprover/lean4-nightly:nightly-2026-01-02',
    );
    assert.equal(toolchainName(' \n'), undefined);
    assert.equal(toolchainName('two words'), undefined);
  });

  it('lies in a folder called after it, unless it is another one every month', () => {
    assert.equal(toolchainFolder('leanprover/lean4:v4.28.0'), 'leanprover--lean4---v4.28.0');
    assert.equal(toolchainFolder('leanprover/lean4:stable'), undefined);
  });

  describe('is looked for where elan keeps them', () => {
    let root: string;
    const env = () => ({ ELAN_HOME: join(root, 'elan'), PATH: '' });
    before(() => {
      root = mkdtempSync(join(tmpdir(), 'ariadne-elan-'));
      mkdirSync(join(root, 'elan', 'toolchains', 'leanprover--lean4---v4.28.0'), { recursive: true });
      for (const [name, text] of [
        ['here', 'leanprover/lean4:v4.28.0'],
        ['missing', 'v4.20.0'],
        ['channel', 'stable'],
      ] as const) {
        mkdirSync(join(root, name));
        writeFileSync(join(root, name, 'lean-toolchain'), `${text}\n`);
        writeFileSync(join(root, name, 'lakefile.toml'), '');
      }
    });
    after(() => rmSync(root, { recursive: true }));

    it('and is there, or not, or nobody can say', () => {
      const installed = (name: string) => toolchainOf(join(root, name), env())?.installed;
      assert.deepEqual(['here', 'missing', 'channel'].map(installed), [true, false, undefined]);
      assert.equal(toolchainOf(root, env()), undefined);
    });

    it('and is told with the choice of a Lean, as doctor shows it', () => {
      using toolchain = standInFolder({ lake: true });
      const why = (name: string) =>
        chooseLean(undefined, { cwd: join(root, name), env: { ...env(), PATH: toolchain.folder } })?.why;
      assert.equal(why('here'), `Lake project ${join(root, 'here')}, which wants leanprover/lean4:v4.28.0`);
      assert.match(why('missing') ?? '', /wants leanprover\/lean4:v4\.20\.0, which is not installed: elan fetches it/);
    });
  });
});

describe('what is said of what is not there', () => {
  const cases: readonly (readonly [says: string, help: RegExp])[] = [
    [
      "object file '/p/.lake/build/lib/lean/My/Basic.olean' of module My.Basic does not exist",
      /^My\.Basic has not been built\. Run `lake build My\.Basic` in \/p; where a build is under way, wait/,
    ],
    ["unknown module prefix 'Mathlib'\n\nNo directory 'Mathlib'", /modules called Mathlib.*lake update/],
    ["failed to read file '/p/My.olean', incompatible header", /another version of Lean\. Run `lake build`/],
    ["error: dependency 'batteries' of 'p' not in manifest; use `lake update batteries`", /Run `lake update` in \/p/],
    ['error: no default toolchain configured', /elan default stable/],
    ['error: could not download nonexistent lean version', /Is there a network\?/],
  ];
  for (const [says, help] of cases) {
    it(`comes with what to do: ${says.split('\n')[0]}`, () => assert.match(adviceOn(says, '/p') ?? '', help));
  }

  it('comes without where nothing is known to help', () => {
    assert.equal(adviceOn('unknown identifier', '/p'), undefined);
  });
});

describe('a process', () => {
  it('has the memory that is its own, without the files that it maps', () => {
    const status = 'VmRSS:\t 3000000 kB\nRssAnon:\t  500000 kB\nRssFile:\t 2499000 kB\nRssShmem:\t    1000 kB\n';
    assert.equal(ownMemory(status), 501_000 * 1024);
    assert.equal(ownMemory('VmRSS:\t 3000000 kB\n'), undefined);
  });

  it('is ended with its children on Windows, too', () => {
    assert.deepEqual(taskkill(42), ['/pid', '42', '/t', '/f']);
  });

  it('is listened to from its first message on, and heard before', async () => {
    const heard: string[] = [];
    const stream = new AfterPreamble((text) => heard.push(text));
    const bytes = Buffer.from('warning: ∀\nContent-Length of it\nContent-Length: 2\r\n\r\n{}more');
    for (const byte of bytes) stream.write(Buffer.from([byte]));
    stream.end();
    const passed = Buffer.concat(await stream.toArray());
    assert.equal(passed.toString(), 'Content-Length: 2\r\n\r\n{}more');
    assert.deepEqual(heard, ['warning: ∀\nContent-Length of it\n']);
  });

  it('that never says a message is heard whole', async () => {
    const heard: string[] = [];
    const stream = new AfterPreamble((text) => heard.push(text));
    stream.end('error: no\n');
    assert.deepEqual(await stream.toArray(), []);
    assert.deepEqual(heard, ['error: no\n']);
  });
});
