import type { CommandModule } from 'yargs';
import { examineModel, type ModelReport } from '../../generator/doctor.ts';
import {
  type Confine,
  type DoctorReport,
  doctor,
  inspectProject,
  type LeanEvent,
  type ProjectReport,
} from '../../lean/index.ts';
import { printProblem } from '../display/print-problem.ts';
import { secondsText } from '../display/prove-summary.ts';
import { plainTable } from '../display/table.ts';
import { type GeneratorArguments, generatorOptions, shippedModel } from '../options/generator-options.ts';
import { leanOptions } from '../options/lean-options.ts';

interface DoctorArguments extends Pick<GeneratorArguments, 'model' | 'device'> {
  readonly lean: string | undefined;
  readonly confine: Confine;
  readonly json: boolean;
}

export const doctorCommand: CommandModule<object, DoctorArguments> = {
  command: 'doctor',
  describe: 'say which Lean and which model would be used, why, and whether they work',
  builder: (cli) =>
    cli
      .option('lean', leanOptions.lean)
      .option('confine', leanOptions.confine)
      .option('model', generatorOptions.model)
      .option('device', generatorOptions.device)
      .option('json', { type: 'boolean', default: false, describe: 'print JSON' }),
  handler: async ({ lean, confine, model, device, json }) => {
    const report = await doctor({ confine, ...(lean !== undefined && { lean }), onEvent: stepPrinter() });
    const chosen = model ?? shippedModel();
    const modelReport = chosen === undefined ? undefined : await examineModel({ kind: 'onnx', model: chosen, device });
    const why = model === undefined ? 'it ships with Ariadne' : 'it was asked for (--model)';
    const project = await inspectProject(process.cwd(), process.env);
    const found = project?.ok ? project.value : undefined;
    const rows = [
      ...leanRows(report),
      ...projectRows(found, report.lean),
      ...modelRows(modelReport, why),
      ...machineRows(report),
    ];
    process.stdout.write(
      json
        ? `${JSON.stringify({ ...report, project: found ?? null, model: modelReport ?? null }, undefined, 2)}\n`
        : `${plainTable(rows)}\n`,
    );
    if (project?.ok === false) printProblem(project.error);
    if (report.lean.kind === 'fails') printProblem(report.lean.problem);
    if (modelReport?.kind === 'fails') printProblem(modelReport.problem);
  },
};

type Rows = [string, string][];

function leanRows({ lean }: DoctorReport): Rows {
  const works = lean.kind === 'works';
  return [
    ['Lean', works ? lean.describe : 'does not work (see below)'],
    ...(works ? ([['version', lean.version.replace(/\b([0-9a-f]{8})[0-9a-f]{32}\b/, '$1')]] satisfies Rows) : []),
    ['why this one', lean.why],
    ...(works ? ([['confined', lean.confinement]] satisfies Rows) : []),
    ...(works ? ([['first tactic after', secondsText(lean.milliseconds / 1000)]] satisfies Rows) : []),
  ];
}

/** The Lake project around: with a native Lean what it is, else also what the embedded one would build of it. */
function projectRows(project: ProjectReport | undefined, lean: DoctorReport['lean']): Rows {
  if (project === undefined) return [];
  if (lean.kind === 'works' && lean.lean === 'native') {
    return [
      ['project', `${project.name} in ${project.folder}`],
      ['its Lean', project.toolchain ?? 'it does not say'],
    ];
  }
  const { name, folder, toolchain, note, packages, missingPackages, modules, cached, obstacles } = project;
  const lost = obstacles.map(({ module }) => module);
  return [
    ['project', `${name} in ${folder}`],
    [
      'its Lean',
      `${toolchain ?? 'it does not say'}${note === undefined ? '' : '; the embedded one is tried all the same'}`,
    ],
    ...(packages.length === 0 ? [] : ([['packages', packages.join(', ')]] satisfies Rows)),
    ...(missingPackages.length === 0 ? [] : ([['not fetched', missingPackages.join(', ')]] satisfies Rows)),
    [
      'modules',
      `${modules}, ${cached === modules ? 'all built' : `${modules - cached} to be built when they are needed`}`,
    ],
    ...(lost.length === 0 ? [] : ([['not there', lost.join(', ')]] satisfies Rows)),
  ];
}

function modelRows(model: ModelReport | undefined, why: string): Rows {
  if (model === undefined) return [['model', 'none: tactics come from the portfolio alone']];
  if (model.kind === 'fails') return [['model', 'does not work (see below)']];
  return [
    ['model', `${model.name}, beside the portfolio`],
    ['why this one', why],
    ['runs on', [model.provider, ...model.notices].join('. ')],
    ['first tactics after', secondsText(model.milliseconds / 1000)],
  ];
}

const machineRows = ({ node, platform, cores, memory, cache }: DoctorReport): Rows => [
  ['memory', `${gigabytes(memory.free)} free of ${gigabytes(memory.total)}, ${workers(memory)}`],
  ['cores', String(cores)],
  ['cache', `${cache.folder} (${gigabytes(cache.bytes)})`],
  ['Node', `${node} on ${platform}`],
];

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
