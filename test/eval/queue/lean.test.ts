import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { BenchmarkTheorem } from '../../../src/data/benchmark/benchmark.ts';
import { type AttemptOutcome, noStats } from '../../../src/eval/attempt.ts';
import { evaluate } from '../../../src/eval/evaluate.ts';
import type { Lanes } from '../../../src/eval/queue/link/lanes.ts';
import { type LakeProject, openRemoteProving } from '../../../src/eval/queue/remote/remote-proving.ts';
import { LeanWorkshop, versionsOf } from '../../../src/eval/queue/worker/lean-workshop.ts';
import { QueueWorker, type Workshop } from '../../../src/eval/queue/worker/worker.ts';
import { RunWriter } from '../../../src/eval/store/run-writer.ts';
import { createGenerator, type GeneratorOptions } from '../../../src/generator/index.ts';
import { defaultLeanOptions, type Lean, openLean } from '../../../src/lean/index.ts';
import { configOf, session, temporaryFolder } from '../scripted.ts';
import { noRedis, RedisServer } from './redis-server.ts';
import { connect } from './scripted-work.ts';

const stated = (id: string, statement: string): BenchmarkTheorem => ({
  ...{ kind: 'sorry', id, split: 'test', module: 'test', fileName: `${id}.lean`, index: -1 },
  text: `theorem ${id} ${statement} := by sorry\n`,
});
const three = [
  stated('easy', '(p q : Prop) (h : p ∧ q) : q ∧ p'),
  stated('false_one', '(n : Nat) : n * 0 = 1'),
  stated('broken', '(n : Nat) : foo n'),
];
const model = join(import.meta.dirname, '..', '..', '..', 'models', 'small');
const mixed: GeneratorOptions = {
  kind: 'mix',
  parts: [
    { weight: 1, generator: { kind: 'portfolio' } },
    { weight: 1, generator: { kind: 'onnx', model } },
  ],
};
const { limits } = defaultLeanOptions;
const choices = { device: 'cpu', url: undefined, onNotice: () => {} } as const;
const other = async () => ({ kind: 'refused', reason: 'not in this test' }) as const;
const now = () => new Date();
const never = new AbortController().signal;

interface RunOptions {
  readonly distrust: boolean;
  readonly theorems?: readonly BenchmarkTheorem[];
  readonly generatorOptions?: GeneratorOptions;
  readonly project?: { readonly project: LakeProject };
}

describe('workers with a real Lean', { skip: noRedis, timeout: 300_000 }, () => {
  let lean: Lean;
  let redis: RedisServer;
  let lanes: Lanes & AsyncDisposable;
  before(async () => {
    const opened = await openLean({ lean: 'embedded' });
    assert.ok(opened.ok);
    lean = opened.value;
    redis = await RedisServer.start();
    lanes = await connect(redis.url());
  });
  after(async () => {
    await lanes?.[Symbol.asyncDispose]();
    await redis?.[Symbol.asyncDispose]();
    await lean?.close();
  });

  /** The outcomes of a run that a worker with this workshop makes. */
  async function outcomes(
    workshop: Workshop,
    { distrust, theorems = three, generatorOptions = mixed, project }: RunOptions,
  ) {
    await using folder = await temporaryFolder();
    await using cache = await temporaryFolder();
    const generator = await createGenerator(generatorOptions);
    assert.ok(generator.ok);
    const { name } = generator.value;
    await generator.value.close();
    const benchmark = { name: 'some', split: '', theorems, hash: 'h' };
    const config = configOf(benchmark, { attempts: 1, ks: [1], budgets: { checks: 40 }, generator: name });
    const writer = await RunWriter.open(folder.path, { config, theorems, session });
    assert.ok(writer.ok);
    await using run = writer.value;
    const events = { onEvent: () => {}, now };
    const common = { lanes, versions: versionsOf(lean), places: 1, cacheFolder: cache.path };
    const worker = await QueueWorker.start({ ...common, workshop, ...events });
    const use = { lanes, priority: 1, distrust, onNotice: () => {} };
    const parts = { lean, limits, generator: { options: generatorOptions, name }, candidates: 16, ...project };
    const remote = await openRemoteProving(use, parts, run, theorems);
    assert.ok(remote.ok);
    await using proving = remote.value;
    const ended = await evaluate({ run, theorems, ...proving, retryErrors: false, signal: never, ...events });
    assert.ok(ended.ok);
    await worker.close(0, never);
    return Object.fromEntries(run.attempts.map(({ theorem, outcome }): [string, AttemptOutcome] => [theorem, outcome]));
  }

  it('prove with the model that came through the queue, and what they prove stands before a distrustful judge', async () => {
    const workshop = await LeanWorkshop.open({ lean: 'embedded', workers: 1, limits }, choices, other);
    assert.ok(workshop.ok);
    await using working = workshop.value;
    const { easy, false_one, broken } = await outcomes(working, { distrust: true });
    assert.equal(easy?.kind, 'proved');
    assert.deepEqual(false_one, { kind: 'exhausted', budget: 'checks' });
    assert.equal(broken?.kind, 'invalid-statement');
  });

  it('build the Lake project that theorems import, from sources that came through the queue', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'Fresh', 'Uses.lean');
    const text = 'import Fresh.Two\n\ntheorem uses : Fresh.two = 2 := by sorry\n';
    await mkdir(join(folder.path, 'Fresh'));
    await writeFile(join(folder.path, 'lakefile.toml'), 'name = "fresh"\n[[lean_lib]]\nname = "Fresh"\n');
    await writeFile(join(folder.path, 'Fresh', 'Two.lean'), 'def Fresh.two : Nat := 2\n');
    await writeFile(file, text);
    const workshop = await LeanWorkshop.open({ lean: 'embedded', workers: 1, limits }, choices, other);
    assert.ok(workshop.ok);
    await using working = workshop.value;
    const { uses } = await outcomes(working, {
      distrust: false,
      theorems: [{ kind: 'sorry', id: 'uses', split: '', module: 'Fresh.Uses', fileName: 'Uses.lean', text, index: 0 }],
      generatorOptions: { kind: 'portfolio' },
      project: { project: { root: folder.path, files: [file] } },
    });
    assert.equal(uses?.kind, 'proved', JSON.stringify(uses));
  });

  it('that lie are found out where they are not trusted', async () => {
    const liar: Workshop = {
      work: async () => ({
        kind: 'done',
        result: { kind: 'attempt', outcome: { kind: 'proved', script: 'exact trust_me' }, stats: noStats },
      }),
    };
    const found = await outcomes(liar, { distrust: true });
    const { kind, message } = found.easy as Extract<AttemptOutcome, { kind: 'rejected' }>;
    assert.equal(kind, 'rejected');
    assert.match(message, /^the worker \S+ called it proved: /);
    assert.equal(found.false_one?.kind, 'rejected');
    assert.equal(found.broken?.kind, 'invalid-statement');
    const believed = await outcomes(liar, { distrust: false });
    assert.equal(believed.false_one?.kind, 'proved', 'without --distrust a worker is believed');
  });
});
