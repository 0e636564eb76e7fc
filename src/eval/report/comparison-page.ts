import { compareRuns, runLabels } from '../comparison.ts';
import type { Run } from '../store/run.ts';
import { summarize } from '../summary.ts';
import { type Tally, tallyAttempts } from '../tally.ts';
import { type Effort, passCurve } from './curve.ts';
import { duration, integer, percent, pValue } from './format.ts';
import { type Html, html } from './html.ts';
import { lineChart } from './line-chart.ts';
import { renderPage } from './page.ts';
import { passTable } from './sections/overview.ts';
import { filteredTable } from './sections/theorem-table.ts';

interface Compared {
  readonly label: string;
  readonly run: Run;
  readonly tallies: readonly Tally[];
  readonly summary: ReturnType<typeof summarize>;
}

/** The report that sets runs side by side. */
export async function comparisonPage(runs: readonly Run[]): Promise<string> {
  const labels = runLabels(runs);
  const compared = runs.map(
    (run, i): Compared => ({
      label: labels[i]!,
      run,
      tallies: tallyAttempts(run.manifest.theorems, run.attempts),
      summary: summarize(run.manifest, run.attempts),
    }),
  );
  const benchmarks = new Set(runs.map(({ manifest }) => manifest.config.benchmark.hash));
  return renderPage({
    title: `Comparison: ${labels.join(', ')}`,
    scripts: ['theorem-table.js'],
    body: html`<header><h1>Comparison of ${runs.length} runs</h1></header>
${benchmarks.size > 1 ? html`<p class="warning">The runs are of different theorems. Pairs are compared on the theorems that both have.</p>` : undefined}
${runTable(compared)}
<h2>pass@k</h2>${passTable(compared)}
<h2>Solved, by effort</h2><div class="columns">${curves(compared, 'seconds')}${curves(compared, 'expansions')}</div>
<h2>Pairs</h2>${pairTable(compared)}
<h2>Theorems</h2>${theoremTable(compared)}`,
  });
}

function runTable(compared: readonly Compared[]): Html {
  return html`<table class="plain"><thead><tr><th>Run<th>Generator<th class="number">Solved<th class="number">Theorems<th class="number">Attempts<th class="number">Time<th class="number">Expansions<th class="number">Tactics<tbody>${compared.map(
    ({ label, run, summary }) =>
      html`<tr><th scope="row">${label}${summary.complete ? undefined : html` <span class="warning">(not complete)</span>`}<td>${run.manifest.config.generator}<td class="number">${integer(summary.solved)}<td class="number">${integer(summary.theorems)}<td class="number">${integer(summary.attempts.recorded)}<td class="number">${duration(summary.seconds.total)}<td class="number">${integer(summary.expansions)}<td class="number">${integer(summary.checks)}`,
  )}</table>`;
}

/** One curve a run, for the smallest k that all of them report; else for any attempt. */
function curves(compared: readonly Compared[], effort: Effort): Html {
  const ks = compared.map(({ run }) => run.manifest.config.ks);
  const common = ks[0]!.filter((k) => ks.every((each) => each.includes(k))).toSorted((a, b) => a - b)[0];
  return lineChart({
    title: `${common === undefined ? 'Solved by any attempt' : `pass@${common}`} after so many ${effort} in each attempt`,
    xLabel: effort,
    series: compared.map(({ label, run, tallies }) => {
      const n = run.manifest.config.attempts;
      return { label, points: passCurve(tallies, n, common ?? n, effort) };
    }),
  });
}

function pairTable(compared: readonly Compared[]): Html {
  const pairs = compared.flatMap((first, i) => compared.slice(i + 1).map((second) => [first, second] as const));
  return html`<table class="plain"><thead><tr><th>First<th>Second<th class="number">Both<th class="number">Only first<th class="number">Only second<th class="number">Neither<th class="number">McNemar’s exact p<tbody>${pairs.map(
    ([first, second]) => {
      const { both, onlyFirst, onlySecond, neither, p } = compareRuns(first.run, second.run);
      return html`<tr><th scope="row">${first.label}<th scope="row">${second.label}${[both, onlyFirst, onlySecond, neither].map((each) => html`<td class="number">${integer(each.length)}`)}<td class="number">${pValue(p)}`;
    },
  )}</table>
<p class="hint">Solved means proved by at least one attempt. p is two-sided: how likely so uneven a split is if both are equally good.</p>`;
}

function theoremTable(compared: readonly Compared[]): Html {
  const byRun = compared.map(({ tallies }) => new Map(tallies.map((tally) => [tally.theorem.id, tally])));
  const ids = [...new Set(byRun.flatMap((tallies) => [...tallies.keys()]))];
  return filteredTable({
    className: 'comparison',
    headings: compared.map(({ label }) => label),
    openable: false,
    kinds: [
      ['all-solved', 'solved by all'],
      ['none-solved', 'solved by none'],
      ['differ', 'solved by some only'],
      ...compared.map(({ label }, i) => [`only-${i}`, `solved by ${label} only`] as const),
    ],
    rows: ids.map((id) => {
      const tallies = byRun.map((each) => each.get(id));
      return {
        name: id,
        kinds: kindsOf(tallies),
        cells: tallies.map((tally) => ({ text: cellText(tally), value: shareProved(tally) })),
      };
    }),
  });
}

const shareProved = (tally: Tally | undefined): number =>
  tally === undefined || tally.attempts.length === 0 ? -1 : tally.proved / tally.attempts.length;

function cellText(tally: Tally | undefined): Html {
  if (tally === undefined) return html`<span class="hint">not in it</span>`;
  if (tally.proved === 0) return html`<span class="outcome">–</span>`;
  const text = tally.attempts.length === 1 ? 'proved' : `${tally.proved}/${tally.attempts.length}`;
  return html`<span class="outcome proved" title="${percent(shareProved(tally))}">${text}</span>`;
}

function kindsOf(tallies: readonly (Tally | undefined)[]): string[] {
  const solvers = tallies.flatMap((tally, i) => (tally !== undefined && tally.proved > 0 ? [i] : []));
  if (solvers.length === tallies.length) return ['all-solved'];
  if (solvers.length === 0) return ['none-solved'];
  return solvers.length === 1 ? ['differ', `only-${solvers[0]}`] : ['differ'];
}
