import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { Problem } from '../../../data/problem.ts';
import { closeGracefully, defaultLimits, httpServer, suggestRoutes } from '../../../doors/http/index.ts';
import { createGenerator } from '../../../generator/index.ts';
import { type Lean, openLean } from '../../../lean/index.ts';
import { subjectFromText, suggest } from '../../../proving/index.ts';
import { printProblem } from '../../display/print-problem.ts';
import { interruptSignal } from '../../interrupt.ts';
import { chosenGenerator, generatorOptions } from '../../options/generator-options.ts';
import { leanOptions, leanSettings } from '../../options/lean-options.ts';

const options = {
  host: { type: 'string', default: '127.0.0.1', describe: 'address to listen at' },
  port: { type: 'number', default: 6000, describe: 'port to listen at; 0 takes a free one' },
  'allow-host': {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'names that it answers to, beside localhost and addresses',
  },
  'allow-origin': {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'origins of pages that may ask it, beside its own',
  },
  count: { type: 'number', default: 16, describe: 'suggestions that llmstep gets at most' },
  check: { type: 'boolean', default: true, describe: 'check every suggestion in Lean, and rank by what it says' },
  ...generatorOptions,
  ...leanOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options>;

export const serveCommand: CommandModule<object, Arguments> = {
  command: 'serve',
  describe: 'suggest tactics over HTTP, as llmstep asks and by the completions API',
  builder: (cli) => cli.options(options).example('$0 serve --port 6000', 'what llmstep asks by default'),
  handler: async (args) => {
    const problem = await run(args, interruptSignal());
    if (problem !== undefined) printProblem(problem);
  },
};

/** Serves until it is interrupted. */
async function run(args: Arguments, signal: AbortSignal): Promise<Problem | undefined> {
  const chosen = chosenGenerator(args);
  if (!chosen.ok) return chosen.error;
  await using stack = new AsyncDisposableStack();
  let lean: Lean | undefined;
  if (args.check) {
    const opened = await openLean(leanSettings(args));
    if (!opened.ok) return opened.error;
    lean = stack.use(opened.value);
  }
  const created = await createGenerator(chosen.value);
  if (!created.ok) return created.error;
  const generator = created.value;
  stack.defer(() => generator.close());

  const app = httpServer({ hosts: [args.host, ...args['allow-host']].map(lower), origins: args['allow-origin'] });
  suggestRoutes(app, {
    model: generator.name,
    count: args.count,
    answer: async ({ state, prefix, count, seed }, asked) => {
      using subject = await subjectFromText(state, lean, asked);
      return await suggest(subject, { generator, lean, count, seed, prefix }, asked);
    },
  });
  try {
    const address = await app.listen({ port: args.port, host: args.host, signal });
    process.stdout.write(`${generator.name} answers at ${address}\n`);
  } catch (error) {
    await app.close();
    if (signal.aborted) return undefined;
    const reason = error instanceof Error ? error.message : String(error);
    return { code: 'cannot-listen', message: `The server cannot listen: ${reason}.`, hint: 'Choose another --port.' };
  }
  await aborted(signal);
  await closeGracefully(app, defaultLimits);
  return undefined;
}

const lower = (name: string): string => name.toLowerCase();

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
