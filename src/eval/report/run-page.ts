import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import { type Run, runFiles } from '../store/run.ts';
import { TraceArchive } from '../store/trace-log.ts';
import { summarize } from '../summary.ts';
import { type Tally, tallyAttempts } from '../tally.ts';
import { answersPage } from './answers-page.ts';
import { type Effort, passCurve } from './curve.ts';
import { integer } from './format.ts';
import { chooseGraphs } from './graph-selection.ts';
import { type Html, html } from './html.ts';
import { lineChart } from './line-chart.ts';
import { attemptText, outcomeMessage } from './outcome-text.ts';
import { dataBlock, renderPage } from './page.ts';
import { errorList, outcomeBars, tacticBars, timeSpent } from './sections/effort.ts';
import { overview, passTable } from './sections/overview.ts';
import { runTable } from './sections/theorem-table.ts';

/** Pages stay below five million bytes; what is left after the table goes to proof graphs. */
const pageLimit = 4_900_000;

/** Messages are cut to this many characters on the page; the run's log has them in full. */
const messageLimit = 600;

export interface RunPageOptions {
  /** Theorems whose proof graphs come first where not all fit. */
  readonly theorems: ReadonlySet<string>;
  /** Leave all proof graphs out, and with them the statements of the theorems. */
  readonly withoutGraphs: boolean;
}

/** The report of one run, as one self-contained HTML page. */
export async function runPage(run: Run, options: RunPageOptions): Promise<Result<string, Problem>> {
  const { manifest, attempts } = run;
  const { config } = manifest;
  const summary = summarize(manifest, attempts);
  if (summary.answers !== undefined) {
    return ok(await answersPage(run, summary, summary.answers, !options.withoutGraphs));
  }
  const tallies = tallyAttempts(manifest.theorems, attempts);
  const title = `${config.benchmark.name}${config.benchmark.split === '' ? '' : ` (${config.benchmark.split})`}`;
  const main = html`<header><h1>${title}</h1><p class="hint">${config.generator}</p></header>
${overview(manifest, summary)}
<h2>pass@k</h2>${passTable([{ label: title, summary }])}
<h2>Solved, by effort</h2><div class="columns">${curve(tallies, config, 'seconds')}${curve(tallies, config, 'expansions')}</div>
<h2>Where the time went</h2>${timeSpent(summary)}
<h2>How attempts ended</h2><div class="columns"><div><h3>Attempts</h3>${outcomeBars(attempts)}</div><div><h3>Tactics in Lean</h3>${tacticBars(attempts)}</div></div>
${errorList(attempts)}
<h2>Theorems</h2>${runTable(tallies, config.attempts)}
${dataBlock('details', await packDetails(tallies))}`;
  const page = (...graphs: Html[]) =>
    renderPage({
      title: `${title}: ${config.generator}`,
      scripts: ['lean-code.js', 'proof-graph.js', 'theorem-table.js', 'run-details.js'],
      body: [main, ...graphs],
    });
  if (options.withoutGraphs) return ok(await page());

  const archive = await TraceArchive.open(runFiles(run.folder).traces);
  if (!archive.ok) return archive;
  await using traces = archive.value;
  const space = pageLimit - Buffer.byteLength(await page());
  const { chosen, left } = chooseGraphs(tallies, (...key) => traces.packedLength(...key), space, options.theorems);
  const lines: string[] = [];
  for (const { theorem, id, attempt } of chosen) {
    const packed = await traces.readPacked(id, attempt);
    if (!packed.ok) return packed;
    if (packed.value !== undefined) lines.push(`${theorem} ${attempt} ${packed.value}`);
  }
  const block = dataBlock('graphs', lines.join('\n'));
  return ok(left > 0 ? await page(leftOut(left), block) : await page(block));
}

const leftOut = (count: number): Html =>
  html`<p class="hint">${integer(count)} proof graphs do not fit on this page. <code>ariadne report RUN --theorem NAME</code> puts those of a theorem first.</p>`;

function curve(tallies: readonly Tally[], config: Run['manifest']['config'], effort: Effort): Html {
  return lineChart({
    title: `pass@k after so many ${effort} in each attempt`,
    xLabel: effort,
    series: config.ks.map((k) => ({
      label: `pass@${k}`,
      points: passCurve(tallies, config.attempts, k, effort),
    })),
  });
}

/** What an opened row shows, for all theorems in order; packed, since most are never opened. */
async function packDetails(tallies: readonly Tally[]): Promise<string> {
  const details = tallies.map(({ attempts }) => {
    const scripts = attempts.flatMap(({ outcome }) => (outcome.kind === 'proved' ? [outcome.script] : []));
    return {
      script: scripts.toSorted((a, b) => a.length - b.length)[0],
      attempts: attempts.map((record) => ({
        attempt: record.attempt,
        kind: record.outcome.kind,
        text: attemptText(record),
        message: outcomeMessage(record.outcome)?.slice(0, messageLimit),
      })),
    };
  });
  return (await promisify(deflate)(JSON.stringify(details))).toString('base64');
}
