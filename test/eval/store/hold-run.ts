/** Opens a run for writing, says so, and holds it until it is killed. */
import { RunWriter } from '../../../src/eval/store/run-writer.ts';
import { benchmarkOf, configOf, session } from '../scripted.ts';

const benchmark = benchmarkOf(4);
const start = { config: configOf(benchmark), theorems: benchmark.theorems, session };
const run = await RunWriter.open(process.argv[2]!, start);
if (run.ok) {
  console.log('open');
  setInterval(() => run.value.attempts, 1000);
} else {
  console.error(run.error.code);
}
