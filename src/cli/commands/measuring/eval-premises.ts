import { writeFileSync } from 'node:fs';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import { coreLibrary } from '../../../data/library/core-library.ts';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import { readText } from '../../../data/text-file.ts';
import { resampledMean } from '../../../eval/statistics/resampling.ts';
import { cacheFolder, importsBeyondLibrary, openLean } from '../../../lean/index.ts';
import {
  allSelectors,
  coreLabels,
  cutoffs,
  DenseSelector,
  type DialectOptions,
  denseFusionMembers,
  EmbeddingStore,
  FusedSelector,
  fittingLabels,
  labelOf,
  listModules,
  type Measurement,
  measure,
  measuredLabels,
  openEmbedder,
  PremiseIndex,
  type PremiseLabel,
  readFusion,
  statePassage,
} from '../../../premises/index.ts';
import { buildPrinter } from '../../display/build-view.ts';
import { printProblem } from '../../display/print-problem.ts';
import { interruptedExitCode, interruptSignal } from '../../interrupt.ts';
import { leanOptions, leanSettings } from '../../options/lean-options.ts';

const options = {
  'every-nth': { type: 'number', default: 1, describe: 'ask about every nth theorem only' },
  model: {
    type: 'string',
    describe: 'folder of an encoder (train-retriever): measured as well, and with dialects removed',
  },
  out: { type: 'string', describe: 'write the tables to this file, with the goals that every selector misses' },
  ...leanOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options> & { readonly file: string | undefined };

export const evalPremisesCommand: CommandModule<object, Arguments> = {
  command: 'eval-premises [file]',
  describe: 'how well premises are found: held-out theorems of the core library, or the human proofs of a project',
  builder: (cli) =>
    cli
      .positional('file', { type: 'string', describe: 'Lean file of a project: proofs of the modules that it imports' })
      .options(options),
  handler: async (args) => {
    const signal = interruptSignal();
    const problem = await run(args, signal);
    if (problem !== undefined) printProblem(problem);
    if (signal.aborted) process.exitCode = interruptedExitCode;
  },
};

interface Group {
  readonly title: string;
  readonly index: PremiseIndex;
  readonly labels: readonly PremiseLabel[];
}

async function run(args: Arguments, signal: AbortSignal): Promise<Problem | undefined> {
  const groups = args.file === undefined ? ok(coreGroups()) : await projectGroup(args.file, args, signal);
  if (!groups.ok) return groups.error;
  const fitted = fittingLabels(coreLabels());
  let page = `Fitted on ${fitted.length} theorems of the core library.\n`;
  for (const { title, index, labels } of groups.value) {
    const asked = labels.filter((_, place) => place % args['every-nth'] === 0);
    const measured: Measurement[] = [];
    for (const selector of allSelectors(index, fitted)) measured.push(await measure(selector, index, asked, signal));
    if (args.model !== undefined) {
      const dense = await measureDense(args.model, { index, asked, fitted }, signal);
      if (!dense.ok) return dense.error;
      measured.push(...dense.value);
    }
    page += `\n## ${title}\n\n${table(measured)}\n\n${missed(measured)}\n`;
  }
  process.stdout.write(page);
  if (args.out !== undefined) writeFileSync(args.out, page);
  return undefined;
}

/** What is taken out of the embeddings, by the name under which that is measured. */
const removals: readonly (readonly [name: string, options?: DialectOptions])[] = [
  ['dense'],
  ['dense, means of kinds removed', { kinds: true, namespaces: false, directions: 0 }],
  ['dense, and of namespaces', { kinds: true, namespaces: true, directions: 0 }],
  ['dense, and 4 directions', { kinds: true, namespaces: true, directions: 4 }],
];

/** The same questions to an encoder. Dialects are estimated on states of training theorems. */
async function measureDense(
  folder: string,
  {
    index,
    asked,
    fitted,
  }: Pick<Group, 'index'> & { readonly asked: readonly PremiseLabel[]; readonly fitted: readonly PremiseLabel[] },
  signal: AbortSignal,
): Promise<Result<readonly Measurement[], Problem>> {
  const embedder = await openEmbedder(folder);
  if (!embedder.ok) return embedder;
  const store = new EmbeddingStore({ folder: cacheFolder(process.env) });
  const states = fitted.filter((_, place) => place % 4 === 0).map(statePassage);
  const fusion = await readFusion(folder);
  const measured: Measurement[] = [];
  try {
    for (const [name, options] of removals) {
      const dialect = options === undefined ? {} : { dialect: { options, states } };
      const setup = { premises: index.premises, embedder: embedder.value, store, ...dialect };
      const selector = await DenseSelector.create(setup, signal);
      if (!selector.ok) return selector;
      measured.push({ ...(await measure(selector.value, index, asked, signal)), selector: name });
      if (options === undefined && fusion.ok) {
        const members = [...denseFusionMembers(index, fitted), selector.value];
        const fused = new FusedSelector(members, fusion.value, 'fused, with dense');
        measured.push(await measure(fused, index, asked, signal));
      }
      await selector.value.close();
    }
  } finally {
    await embedder.value.close();
  }
  return ok(measured);
}

function coreGroups(): readonly Group[] {
  const { premises, imports } = coreLibrary();
  const index = new PremiseIndex(premises, imports);
  return ['novel', 'random'].map((scheme) => ({
    title: `Core library, ${scheme}`,
    index,
    labels: measuredLabels(coreLabels(), (split) => split.startsWith(`${scheme}-`)),
  }));
}

/** What people's proofs use in the modules that a file imports of its project. */
async function projectGroup(
  file: string,
  args: Arguments,
  signal: AbortSignal,
): Promise<Result<readonly Group[], Problem>> {
  const content = await readText(file);
  if (!content.ok) return content;
  const imports = importsBeyondLibrary(content.value);
  const [root] = (imports[0] ?? '').split('.');
  if (root === undefined || root === '') {
    return fail({ code: 'no-project', message: 'The file imports no module of a project.', where: { file } });
  }
  const opened = await openLean({ ...leanSettings(args), files: [file], signal, onEvent: buildPrinter() });
  if (!opened.ok) return opened;
  await using lean = opened.value;
  const isWanted = (module: string): boolean => module === root || module.startsWith(`${root}.`);
  const listed = await listModules(lean, { imports, isWanted }, signal);
  if (!listed.ok) return fail({ code: `lean-${listed.error.kind}`, message: listed.error.message });
  const core = coreLibrary();
  const known = new Set(core.premises.map(({ name }) => name));
  const own = listed.value.premises.filter(({ name }) => !known.has(name));
  const index = new PremiseIndex([...core.premises, ...own], new Map([...core.imports, ...listed.value.imports]));
  const uses = await lean.listUses({ imports: [...imports], modules: [...listed.value.imports.keys()] }, signal);
  if (!uses.ok) return fail({ code: `lean-${uses.error.kind}`, message: uses.error.message });
  const labels = uses.value
    .map((theorem) => labelOf(index, theorem, { split: 'project', proof: 'human' }))
    .toSorted((a, b) => (a.theorem < b.theorem ? -1 : 1));
  const measured = measuredLabels([...fittingLabels(coreLabels()), ...labels], (split) => split === 'project');
  return ok([{ title: `${root}, human proofs`, index, labels: measured }]);
}

const percent = (share: number): string => (100 * share).toFixed(1);

function table(measured: readonly Measurement[]): string {
  const head = ['selector', ...cutoffs.map((most) => `recall@${most}`), 'MRR', 'ms a query'];
  const rows = measured.map(({ selector, results, millisecondsPerQuery }) => {
    const cell = (values: readonly number[]): string => {
      const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
      const { low, high } = resampledMean(values, 0, 1000);
      return `${percent(mean)} (${percent(low)}–${percent(high)})`;
    };
    const recalls = cutoffs.map((most) => cell(results.map(({ recall }) => recall[most])));
    return [selector, ...recalls, cell(results.map((each) => each.reciprocalRank)), millisecondsPerQuery.toFixed(1)];
  });
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${measured[0]?.results.length ?? 0} theorems; means with 95% intervals, in percent.\n\n${lines.join('\n')}`;
}

/** Theorems of whose premises no selector has any among its first fifty. */
function missed(measured: readonly Measurement[]): string {
  const labels = measured[0]?.results.map(({ label }) => label) ?? [];
  const all = labels.filter((_, place) => measured.every(({ results }) => results[place]?.recall[50] === 0));
  const some = all
    .slice(0, 10)
    .map(({ theorem, premises }) => `- \`${theorem}\`: \`${premises.slice(0, 4).join('`, `')}\``);
  return `Every selector misses ${all.length}, such as\n\n${some.join('\n')}`;
}
