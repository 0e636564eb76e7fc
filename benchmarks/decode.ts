/**
 * Tokens and states per second of the decoding engine on CPU, against transformers.js, which runs the same ONNX model
 * with the same sampling. The two take turns in one run, each in a process of its own.
 *
 *     node benchmarks/decode.ts [--model FOLDER] [--threads N] [--rounds N] [--json FILE]
 *
 * Without --model it builds a random GPT-NeoX of 5 million parameters.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { encodeModel } from '../src/onnx/proto.ts';
import { type CausalFamily, causalModel, tiny } from '../test/generator/models/causal.ts';
import type { Measured, Start, Workload } from './decode/message.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    family: { type: 'string', default: 'gpt_neox' },
    threads: { type: 'string', default: String(availableParallelism()) },
    rounds: { type: 'string', default: '3' },
    json: { type: 'string' },
  },
});

const workloads: readonly Workload[] = [
  { states: 1, samples: 32, prompt: 256, tokens: 64 },
  { states: 1, samples: 1, prompt: 256, tokens: 64 },
  { states: 1, samples: 8, prompt: 256, tokens: 64 },
  { states: 4, samples: 8, prompt: 256, tokens: 64 },
  { states: 1, samples: 32, prompt: 64, tokens: 64 },
];

const engines = { ariadne: './decode/ariadne.ts', 'transformers.js': './decode/transformers.ts' } as const;
type EngineName = keyof typeof engines;

interface Summary {
  readonly tokensPerSecond: number;
  readonly statesPerSecond: number;
  /** What tells two programs apart on a machine that others use too. */
  readonly tokensPerCpuSecond: number;
  readonly outsideRuntime: number;
  readonly peakMemoryMiB: number;
}

/** GPT-NeoX or another family, of 5 million parameters, that never ends a text by itself. */
async function writeModel(folder: string, family: CausalFamily): Promise<void> {
  const vocabulary = 1024;
  const size = { hidden: 256, layers: 6, heads: 8, keyHeads: family === 'llama' ? 2 : 8, context: 512 };
  const favoured = Array.from({ length: vocabulary - 1 }, (_, token) => token);
  const model = causalModel({ ...tiny, family, vocabulary, ...size, favoured });
  await writeFile(join(folder, 'model.onnx'), encodeModel(model));
  const config = {
    model_type: family,
    vocab_size: vocabulary,
    max_position_embeddings: size.context,
    hidden_size: size.hidden,
    num_attention_heads: size.heads,
    num_key_value_heads: size.keyHeads,
    num_hidden_layers: size.layers,
    eos_token_id: vocabulary - 1,
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
}

async function startEngine(name: EngineName, start: Start) {
  const child = fork(new URL(engines[name], import.meta.url), [JSON.stringify(start)]);
  child.once('exit', (code) => {
    if (code !== 0 && code !== null) throw new Error(`${name} ended with code ${code}`);
  });
  await once(child, 'message');
  const run = async (workload: Workload): Promise<Measured> => {
    child.send(workload);
    const [measured] = (await once(child, 'message')) as [Measured];
    return measured;
  };
  return { run, stop: () => child.kill() };
}

const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
};

function summarise({ states }: Workload, runs: readonly Measured[]): Summary {
  return {
    tokensPerSecond: median(runs.map(({ tokens, seconds }) => tokens / seconds)),
    statesPerSecond: median(runs.map(({ seconds }) => states / seconds)),
    tokensPerCpuSecond: median(runs.map(({ tokens, cpuSeconds }) => tokens / cpuSeconds)),
    outsideRuntime: median(runs.map(({ inside }) => 1 - inside)),
    peakMemoryMiB: Math.max(...runs.map(({ peakMemory }) => peakMemory / 2 ** 20)),
  };
}

async function measure(workload: Workload, start: Start, rounds: number) {
  const names = Object.keys(engines) as EngineName[];
  const runs: Record<EngineName, Measured[]> = { ariadne: [], 'transformers.js': [] };
  const started = await Promise.all(names.map(async (name) => ({ name, ...(await startEngine(name, start)) })));
  try {
    // The first round warms up and is not counted.
    for (let round = 0; round <= rounds; round++) {
      for (const { name, run } of started) {
        const measured = await run(workload);
        if (round > 0) runs[name].push(measured);
      }
    }
  } finally {
    for (const { stop } of started) stop();
  }
  const ratios = runs.ariadne.map(
    (own, i) => own.tokens / own.seconds / (runs['transformers.js'][i]!.tokens / runs['transformers.js'][i]!.seconds),
  );
  const [ariadne, transformers] = names.map((name) => summarise(workload, runs[name]));
  return { workload, ariadne: ariadne!, transformers: transformers!, ratio: median(ratios), ratios, runs };
}

const folder = values.model ?? (await mkdtemp(join(tmpdir(), 'ariadne-decode-')));
try {
  if (values.model === undefined) await writeModel(folder, values.family as CausalFamily);
  const start = { folder, threads: Number(values.threads) };
  const table = new Table({
    head: [
      'states',
      'samples',
      'prompt',
      'tokens',
      'engine',
      'tokens/s',
      'tokens/cpu s',
      'states/s',
      'outside',
      'peak MiB',
      'ratio',
    ],
    style: { head: [], border: [] },
  });
  const results: Awaited<ReturnType<typeof measure>>[] = [];
  for (const workload of workloads) {
    const result = await measure(workload, start, Number(values.rounds));
    results.push(result);
    const { states, samples, prompt, tokens } = workload;
    for (const [name, own] of [
      ['ariadne', result.ariadne],
      ['transformers.js', result.transformers],
    ] as const) {
      const ratio = name === 'ariadne' ? `${result.ratio.toFixed(1)}×` : '';
      const speed = [own.tokensPerSecond.toFixed(0), own.tokensPerCpuSecond.toFixed(0), own.statesPerSecond.toFixed(2)];
      const rest = [`${(own.outsideRuntime * 100).toFixed(0)} %`, own.peakMemoryMiB.toFixed(0), ratio];
      table.push([states, samples, prompt, tokens, name, ...speed, ...rest]);
    }
  }
  console.log(table.toString());
  if (values.json !== undefined) {
    const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), node: process.version };
    const model = values.model ?? `random ${values.family}, 5 million parameters`;
    await writeFile(
      values.json,
      `${JSON.stringify({ machine, model, ...start, folder: undefined, results }, null, 2)}\n`,
    );
  }
} finally {
  if (values.model === undefined) await rm(folder, { recursive: true, force: true });
}
