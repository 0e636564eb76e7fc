/** A coordinator process: `scripted-coordinator.ts URL FOLDER THEOREMS`. Prints a line when it is there; ends with the run. */
import { benchmarkOf } from '../scripted.ts';
import { connect, runThere } from './scripted-work.ts';

const [url = '', folder = '', theorems] = process.argv.slice(2);
await using lanes = await connect(url);
const run = { folder, benchmark: benchmarkOf(Number(theorems)) };
const summary = await runThere(lanes, run, { onNotice: (text) => console.log(text) });
if (!summary.ok) throw new Error(summary.error.message);
