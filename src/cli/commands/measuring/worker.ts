import { once } from 'node:events';
import { resolve } from 'node:path';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import type { Assignment } from '../../../eval/queue/link/wire.ts';
import { LeanWorkshop, type OtherWork } from '../../../eval/queue/worker/lean-workshop.ts';
import { WorkerMetrics } from '../../../eval/queue/worker/metrics.ts';
import { QueueWorker, type WorkerEvent } from '../../../eval/queue/worker/worker.ts';
import { duration } from '../../../eval/report/format.ts';
import { outcomeText } from '../../../eval/report/outcome-text.ts';
import { cacheFolder } from '../../../lean/cache.ts';
import { defaultLeanOptions, type Lean } from '../../../lean/index.ts';
import type { Sources } from '../../../train/bootstrap/one-shot.ts';
import { LeanStepFinder, sourcesOf } from '../../../train/bootstrap/step-finder.ts';
import { printProblem } from '../../display/print-problem.ts';
import { urgedInterruptSignals } from '../../interrupt.ts';
import { generatorOptions } from '../../options/generator-options.ts';
import { leanOptions } from '../../options/lean-options.ts';
import { openLanes, queueOption, sayOnStderr } from '../../options/queue-options.ts';

const options = {
  ...queueOption,
  workers: leanOptions.workers,
  lean: leanOptions.lean,
  device: generatorOptions.device,
  url: {
    type: 'string',
    describe: 'base URL of the model server, for runs whose tactics come from one (--generator openai)',
  },
  project: { type: 'string', describe: 'a Lake project that has been built, for runs in it with a native Lean' },
  grace: {
    type: 'number',
    default: 600,
    describe: 'seconds that attempts may take to finish when the worker is asked to end',
  },
  tries: { type: 'number', default: 5, describe: 'give an attempt up that was lost with its worker so many times' },
  metrics: { type: 'string', describe: 'serve Prometheus metrics at [host:]port' },
  json: { type: 'boolean', default: false, describe: 'print events, one JSON object a line' },
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options>;

export const workerCommand: CommandModule<object, Arguments> = {
  command: 'worker',
  describe: 'make attempts for the runs of a queue',
  builder: (cli) =>
    cli
      .options(options)
      .example('$0 worker --queue redis://host:6379', 'as many attempts at a time as Lean processes')
      .example('$0 worker --queue redis://host:6379 --url http://gpu:8000/v1', 'with a model on a server'),
  handler: async (args) => {
    const problem = await run(args, urgedInterruptSignals());
    if (problem !== undefined) printProblem(problem);
  },
};

/** Works until it is asked to end; then it finishes what is under way, or gives it back where it is asked twice. */
async function run(
  args: Arguments,
  { polite, urgent }: ReturnType<typeof urgedInterruptSignals>,
): Promise<Problem | undefined> {
  const endpoint = metricsEndpoint(args.metrics);
  if (!endpoint.ok) return endpoint.error;
  const say = args.json ? (text: string) => writeJson({ event: 'notice', text }) : sayOnStderr;

  await using stack = new AsyncDisposableStack();
  const lanes = await openLanes(args.queue, say);
  if (!lanes.ok) return lanes.error;
  stack.use(lanes.value);
  const { workers, lean } = args;
  const leanOpened = { workers, limits: defaultLeanOptions.limits, ...(lean !== undefined && { lean }) };
  const { device, url, project } = args;
  const choices = { device, url, onNotice: say, ...(project !== undefined && { project: resolve(project) }) };
  const workshop = await LeanWorkshop.open(leanOpened, choices, findSteps());
  if (!workshop.ok) return workshop.error;
  stack.use(workshop.value);
  const { versions } = workshop.value;

  const metrics = new WorkerMetrics();
  const print = args.json ? printJson : printText;
  const worker = await QueueWorker.start({
    lanes: lanes.value,
    workshop: workshop.value,
    versions,
    places: args.workers,
    cacheFolder: cacheFolder(process.env),
    tries: args.tries,
    onEvent: (event) => {
      metrics.listen(event);
      print(event);
    },
    now: () => new Date(),
  });
  say(
    `${worker.name} takes ${args.workers === 1 ? 'one attempt' : `${args.workers} attempts`} at a time from ${lanes.value.connection.address.describe} ` +
      `(Ariadne ${versions.ariadne}, Lean ${versions.lean.version.split(',')[0]}, REPL ${versions.lean.repl.slice(0, 12)})`,
  );
  if (endpoint.value !== undefined) {
    metrics.watch(worker, args.workers, await lanes.value.open(versions));
    const { port, host } = endpoint.value;
    const server = metrics.serve();
    try {
      await once(server.listen(port, host), 'listening');
    } catch (error) {
      await worker.close(0, polite);
      const reason = error instanceof Error ? error.message : String(error);
      return { code: 'cannot-listen', message: `--metrics: the server cannot listen: ${reason}.` };
    }
    stack.defer(() => {
      server.close();
      server.closeAllConnections();
    });
  }

  if (!polite.aborted) await once(polite, 'abort');
  if (worker.active > 0) {
    say(`${worker.active} under way; the worker ends when they are done (Ctrl-C again: they are given back at once)`);
  }
  await worker.close(args.grace * 1000, urgent);
  return undefined;
}

/** First steps for `bootstrap`. What the tactics are made from is put together once for each run. */
function findSteps(): OtherWork {
  const sources = new WeakMap<Assignment, Sources>();
  const finders = new WeakMap<Lean, { readonly of: Assignment; readonly finder: LeanStepFinder }>();
  return async ({ assignment, theorem, signal }, lean) => {
    if (assignment.work.kind !== 'steps')
      return { kind: 'refused', reason: `it knows no work called ${assignment.work.kind}` };
    const made = sources.get(assignment) ?? sourcesOf(assignment.work.names);
    sources.set(assignment, made);
    const known = finders.get(lean);
    const finder = known?.of === assignment ? known.finder : new LeanStepFinder(lean, made);
    finders.set(lean, { of: assignment, finder });
    const found = await finder.find(theorem, signal);
    if (found.kind !== 'found') return { kind: 'cancelled' };
    return { kind: 'done', result: { kind: 'steps', steps: [...found.steps] } };
  };
}

/** `[host:]port`; this machine alone where no host is named. */
function metricsEndpoint(
  text: string | undefined,
): Result<{ readonly host: string; readonly port: number } | undefined, Problem> {
  if (text === undefined) return ok(undefined);
  const [, host = '127.0.0.1', port] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  if (port !== undefined && Number(port) < 65536) return ok({ host, port: Number(port) });
  return fail({
    code: 'bad-number',
    message: `--metrics takes [host:]port, not ${text}`,
    hint: 'For instance 9464, or 0.0.0.0:9464 to be reached from other machines.',
  });
}

const writeJson = (record: object) => process.stdout.write(`${JSON.stringify(record)}\n`);

function printJson(event: WorkerEvent): void {
  if (event.kind !== 'done') return void writeJson({ event: event.kind, ...event });
  const { result, kind, ...rest } = event;
  const what =
    result.kind === 'attempt' ? { outcome: result.outcome, stats: result.stats } : { steps: result.steps.length };
  writeJson({ event: kind, ...rest, ...what });
}

function printText(event: WorkerEvent): void {
  const text = eventText(event);
  if (text !== undefined) process.stderr.write(`${text}\n`);
}

function eventText(event: WorkerEvent): string | undefined {
  switch (event.kind) {
    case 'taken':
      return undefined;
    case 'done': {
      const { result, theorem, attempt, seconds } = event;
      const what = result.kind === 'attempt' ? outcomeText(result.outcome) : `${result.steps.length} steps`;
      return `${theorem} (attempt ${attempt + 1}): ${what}, ${duration(seconds)}`;
    }
    case 'given-back':
      return `${event.theorem} (attempt ${event.attempt + 1}): given back, ${event.reason}`;
    case 'trouble':
      return `queue: ${event.message}`;
  }
}
