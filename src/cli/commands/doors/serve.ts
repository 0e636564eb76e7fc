import type { FastifyInstance } from 'fastify';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { Problem } from '../../../data/problem.ts';
import { ok, type Result } from '../../../data/result.ts';
import { closeGracefully, defaultLimits, httpServer, suggestRoutes } from '../../../doors/http/index.ts';
import { newToken, pageFiles, pageRoutes, StoredRuns } from '../../../doors/page/index.ts';
import type { Workbench } from '../../../doors/workbench/index.ts';
import { runsFolder } from '../../../eval/store/find-runs.ts';
import type { Lean } from '../../../lean/index.ts';
import { subjectFromText, suggest } from '../../../proving/index.ts';
import { printProblem, problemText } from '../../display/print-problem.ts';
import { interruptSignal } from '../../interrupt.ts';
import { chosenGenerator, generatorOptions } from '../../options/generator-options.ts';
import { admissionOf, httpOptions } from '../../options/http-options.ts';
import { leanOptions } from '../../options/lean-options.ts';
import { openWorkbench } from '../../workbench.ts';

const options = {
  port: { type: 'number', default: 6000, describe: 'port to listen at; 0 takes a free one' },
  page: { type: 'boolean', default: true, describe: 'serve the page, too' },
  'page-port': { type: 'number', default: 6001, describe: 'port of the page; 0 takes a free one' },
  runs: { type: 'string', default: runsFolder, describe: 'folder whose runs the page shows' },
  count: { type: 'number', default: 16, describe: 'suggestions that llmstep gets at most' },
  check: { type: 'boolean', default: true, describe: 'check every suggestion in Lean, and rank by what it says' },
  ...httpOptions,
  ...generatorOptions,
  ...leanOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options>;

export const serveCommand: CommandModule<object, Arguments> = {
  command: 'serve',
  describe: 'a page to prove on and to watch searches, and suggestions over HTTP, as llmstep asks for them',
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
  await using workbench = openWorkbench(args, chosen.value);
  let lean: Lean | undefined;
  if (args.check) {
    const opened = await workbench.lean();
    if (!opened.ok) return opened.error;
    lean = opened.value;
  }
  const created = await workbench.generator();
  if (!created.ok) return created.error;
  const generator = created.value;

  const admission = admissionOf(args);
  const app = httpServer(admission);
  suggestRoutes(app, {
    model: generator.name,
    count: args.count,
    answer: async ({ state, prefix, count, seed }, asked) => {
      using subject = await subjectFromText(state, lean, asked);
      return await suggest(subject, { generator, lean, count, seed, prefix }, asked);
    },
  });
  // A port of its own: browsers open no page at the one where llmstep asks.
  const page = httpServer({ ...admission, origins: [] });
  const token = newToken();
  const served = args.page ? await servePage(page, workbench, { token, runs: args.runs }) : undefined;
  if (served?.ok === false) process.stderr.write(`${problemText(served.error)}\n`);
  try {
    const address = await app.listen({ port: args.port, host: args.host, signal });
    process.stdout.write(`${generator.name} answers at ${address}\n`);
    if (served?.ok) {
      const place = await page.listen({ port: args['page-port'], host: args.host, signal });
      process.stdout.write(`the page is at ${place}/#token=${token}\n`);
    }
  } catch (error) {
    await Promise.all([app.close(), page.close()]);
    if (signal.aborted) return undefined;
    const reason = error instanceof Error ? error.message : String(error);
    const hint = 'Choose another --port or --page-port.';
    return { code: 'cannot-listen', message: `The server cannot listen: ${reason}.`, hint };
  }
  await aborted(signal);
  await Promise.all([closeGracefully(app, defaultLimits), closeGracefully(page, defaultLimits)]);
  return undefined;
}

async function servePage(
  page: FastifyInstance,
  workbench: Workbench,
  { token, runs }: { readonly token: string; readonly runs: string },
): Promise<Result<void, Problem>> {
  const files = await pageFiles(() => process.stderr.write('building the page, once\n'));
  if (!files.ok) return files;
  await pageRoutes(page, { workbench, token, files: files.value, runs: new StoredRuns(runs) });
  return ok(undefined);
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
