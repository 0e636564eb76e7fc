import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openLean } from '../../../src/lean/index.ts';
import { standInFolder } from '../stand-in.ts';
import { waitUntil } from '../wait-until.ts';

interface Call {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly leanPath: string;
}

const stoodIn = ['ARIADNE_STAND_IN_LOG', 'ARIADNE_STAND_IN_SAYS', 'ARIADNE_STAND_IN_COMPILES', 'LEAN_PATH'];

describe('a native Lean in a Lake project', () => {
  let project: string;
  let log: string;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'ariadne mit Leerzeichen, ü und ∀ '));
    log = join(project, 'call.json');
    mkdirSync(join(project, 'Deep', 'Er'), { recursive: true });
    mkdirSync(join(project, '.lake', 'packages', 'batteries'), { recursive: true });
    writeFileSync(join(project, 'lakefile.toml'), 'name = "p"\n');
    process.env.ARIADNE_STAND_IN_LOG = log;
    process.env.LEAN_PATH = join(project, 'elsewhere');
  });
  afterEach(() => {
    for (const name of stoodIn) delete process.env[name];
    rmSync(project, { recursive: true });
  });

  const calls = (): readonly Call[] =>
    readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Call);

  const open = (bin: string, onStart: (pid: number) => void = () => {}) =>
    openLean({
      env: { ...process.env, PATH: bin, ARIADNE_LEAN: '', ARIADNE_CACHE: join(project, 'cache') },
      cwd: join(project, 'Deep', 'Er'),
      confine: 'off',
      onEvent: (event) => {
        if (event.kind === 'worker-started') onStart(event.pid);
      },
    });

  it('is asked through lake, in the project, with its search path, whatever its folder is called', async () => {
    using toolchain = standInFolder({ lake: true });
    let pid = 0;
    const opened = await open(toolchain.folder, (started) => {
      pid = started;
    });
    assert.ok(opened.ok, JSON.stringify(opened));
    {
      await using lean = opened.value;
      const started = await lean.startStatement('∀ p : Prop, p → p');
      assert.ok(started.ok);
      const [outcome] = await lean.run(started.value[0]!.state, ['exact fun _ h => h'], new AbortController().signal);
      assert.equal(outcome?.kind, 'proved');
      assert.equal(lean.command.describe, `${join(toolchain.folder, 'lake')} env lean in ${project}`);
    }
    const call = calls().at(-1)!;
    assert.equal(call.cwd, project);
    assert.equal(call.args[0], '--run');
    const library = ['.lake', 'build', 'lib', 'lean'];
    const path = call.leanPath.split(delimiter);
    assert.deepEqual(path.slice(0, 2), [
      join(project, '.lake', 'packages', 'batteries', ...library),
      join(project, ...library),
    ]);
    assert.equal(path.at(-1), join(project, 'elsewhere'));
    // Lake and the Lean that it started are one tree.
    assert.ok(pid > 0);
    await waitUntil('both have ended', () => !isGroup(pid), 2_000);
  });

  it('elaborates our program once, and loads it from then on', async () => {
    using toolchain = standInFolder({ lake: true });
    for (const _ of [1, 2]) {
      const opened = await open(toolchain.folder);
      assert.ok(opened.ok, JSON.stringify(opened));
      await opened.value.close();
    }
    const kinds = calls().map(({ args }) => (args.includes('-o') ? 'compiled' : args[0]));
    assert.deepEqual(kinds, ['--version', 'compiled', '--run', '--run', '--version', '--run']);
    const { args, leanPath } = calls().at(-1)!;
    assert.match(args[1] ?? '', /main\.lean$/);
    assert.ok(leanPath.split(delimiter).includes(dirname(args[1]!)));
  });

  it('runs the source where compiling it does not work', async () => {
    using toolchain = standInFolder({ lake: true });
    process.env.ARIADNE_STAND_IN_COMPILES = 'no';
    for (const _ of [1, 2]) {
      const opened = await open(toolchain.folder);
      assert.ok(opened.ok, JSON.stringify(opened));
      await opened.value.close();
    }
    const kinds = calls().map(({ args }) => (args.includes('-o') ? 'compiled' : args[0]));
    assert.deepEqual(kinds, ['--version', 'compiled', '--run', '--version', '--run']);
    assert.doesNotMatch(calls().at(-1)?.args[1] ?? '', /main\.lean$/);
  });

  it('compiles our program the next time, where it was killed at that', async () => {
    using toolchain = standInFolder();
    for (const fate of ['killed', 'yes']) {
      process.env.ARIADNE_STAND_IN_COMPILES = fate;
      const opened = await open(toolchain.folder);
      assert.ok(opened.ok, JSON.stringify(opened));
      await opened.value.close();
    }
    assert.match(calls().at(-1)?.args[1] ?? '', /main\.lean$/);
  });

  it('says what to do about an import that is not there, whatever lake says before its first answer', async () => {
    using toolchain = standInFolder({ lake: true });
    process.env.ARIADNE_STAND_IN_SAYS = 'warning: manifest out of date: git url of dependency ∀ changed\n\nContent';
    const opened = await open(toolchain.folder);
    assert.ok(opened.ok);
    await using lean = opened.value;
    const loaded = await lean.loadFile('import Nowhere.Basic\ntheorem t : True := by sorry\n', 'T.lean');
    assert.ok(loaded.ok);
    const [message] = loaded.value.messages;
    assert.match(message?.text ?? '', /Nowhere/);
    assert.match(message?.text ?? '', /lake update/);
  });
});

const isGroup = (pid: number): boolean =>
  process.platform === 'linux' &&
  readdirSync('/proc').some((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      const [state, , group] = readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return Number(group) === pid && state !== 'Z' && state !== 'X';
    } catch {
      return false;
    }
  });

describe('a toolchain that does not work', () => {
  const problemOf = async (script: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'ariadne-toolchain-'));
    try {
      writeFileSync(join(folder, 'lean'), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, 'lean'), 0o755);
      const opened = await openLean({ lean: join(folder, 'lean'), confine: 'off' });
      assert.ok(!opened.ok);
      return opened.error;
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('has what Lean says of our program shown, which it says on standard output', async () => {
    const { message } = await problemOf('echo "native.lean:12:3: error: unknown identifier \'foo\'"; exit 1');
    assert.match(message, /native\.lean:12:3: error: unknown identifier 'foo'/);
  });

  it('is to be installed where elan says that it is not', async () => {
    const says = "error: toolchain 'leanprover/lean4:v4.20.0' is not installed";
    const { hint } = await problemOf(`echo "${says}" >&2; exit 1`);
    assert.equal(hint, 'Run `elan toolchain install leanprover/lean4:v4.20.0`.');
  });
});
