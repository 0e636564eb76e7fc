import type { CommandModule } from 'yargs';
import { type DoctorReport, doctor, type LeanEvent } from '../lean/index.ts';
import { printProblem } from './print-problem.ts';
import { plainTable } from './table.ts';

interface DoctorArguments {
  readonly lean: string | undefined;
  readonly json: boolean;
}

export const doctorCommand: CommandModule<object, DoctorArguments> = {
  command: 'doctor',
  describe: 'say which Lean would be used, why, and whether it works',
  builder: (cli) =>
    cli
      .option('lean', { type: 'string', describe: '`embedded`, `native`, or the path of a `lean` program' })
      .option('json', { type: 'boolean', default: false, describe: 'print JSON' }),
  handler: async ({ lean, json }) => {
    const report = await doctor({ ...(lean !== undefined && { lean }), onEvent: stepPrinter() });
    process.stdout.write(`${json ? JSON.stringify(report, undefined, 2) : plainTable(rows(report))}\n`);
    if (report.lean.kind === 'fails') printProblem(report.lean.problem);
  },
};

function rows({ lean, node, platform, cores, memory, cache }: DoctorReport): [string, string][] {
  const works = lean.kind === 'works';
  return [
    ['Lean', works ? `${lean.describe}, version ${lean.version}` : 'does not work (see below)'],
    ['why this one', lean.why],
    ...(works ? ([['first tactic after', `${(lean.milliseconds / 1000).toFixed(1)} s`]] as [string, string][]) : []),
    ['memory', `${gigabytes(memory.free)} free of ${gigabytes(memory.total)}, ${workers(memory)}`],
    ['cores', String(cores)],
    ['cache', `${cache.folder} (${gigabytes(cache.bytes)})`],
    ['Node', `${node} on ${platform}`],
  ];
}

const workers = ({ free, worker }: DoctorReport['memory']): string =>
  worker === 0
    ? 'a Lean process takes an unknown part'
    : `a Lean process takes ${gigabytes(worker)}: ${Math.floor(free / worker)} fit`;

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;

/** A line for each step of the preparation that happens on first use. */
function stepPrinter(): (event: LeanEvent) => void {
  let last = '';
  return (event) => {
    if (event.kind !== 'preparing' || event.step === last) return;
    last = event.step;
    process.stderr.write(`preparing Lean, once: ${event.step}\n`);
  };
}
