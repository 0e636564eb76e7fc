/** Evaluates the scripted prover, one attempt at a time, into the folder that is given. Says when it begins. */
import { evaluate } from '../../src/eval/evaluate.ts';
import { RunWriter } from '../../src/eval/store/run-writer.ts';
import { benchmarkOf, configOf, scriptedProver, session } from './scripted.ts';

const benchmark = benchmarkOf(80);
const start = { config: configOf(benchmark), theorems: benchmark.theorems, session };
const run = await RunWriter.open(process.argv[2]!, start);
if (!run.ok) throw new Error(run.error.message);
console.log('open');
await evaluate({
  run: run.value,
  theorems: benchmark.theorems,
  prover: scriptedProver(1),
  parallel: 1,
  retryErrors: false,
  signal: new AbortController().signal,
  onEvent: () => {},
  now: () => new Date(),
});
await run.value[Symbol.asyncDispose]();
