import { type AnswerSummary, problemAnswer } from '../answers/summary.ts';
import type { Run } from '../store/run.ts';
import type { RunSummary } from '../summary.ts';
import { type Tally, tallyAttempts } from '../tally.ts';
import { barList } from './bar-list.ts';
import { duration, integer, percent } from './format.ts';
import { type Html, html } from './html.ts';
import { outcomeText } from './outcome-text.ts';
import { renderPage } from './page.ts';
import { errorList, timeSpent } from './sections/effort.ts';
import { runFacts } from './sections/overview.ts';

/**
 * The report of a run that answers problems in language, as one self-contained HTML page.
 *
 * @param statements put formulas and certificates on it, and with them what the problems say
 */
export function answersPage(
  run: Run,
  summary: RunSummary,
  answers: AnswerSummary,
  statements: boolean,
): Promise<string> {
  const { manifest, attempts } = run;
  const { config } = manifest;
  const title = config.benchmark.name;
  const tallies = tallyAttempts(manifest.theorems, attempts);
  const body = html`<header><h1>${title}</h1><p class="hint">formulas from ${config.generator}</p></header>
<div class="columns"><div>
${headline(answers)}
${summary.complete ? undefined : html`<p class="warning">The run is not complete: ${integer(summary.attempts.missing)} attempts are missing.</p>`}
</div>${runFacts(manifest, summary)}</div>
${answers.labelled === 0 ? undefined : html`<h2>Labels and answers</h2>${confusion(answers)}`}
<h2>What translations came to</h2>${verdictBars(answers)}
<h2>Where the time went</h2>${timeSpent(summary)}
${statements ? errorList(attempts) : undefined}
<h2>Problems</h2>${problemTable(tallies, statements)}`;
  return renderPage({ title: `${title}: ${config.generator}`, scripts: ['lean-code.js'], body });
}

function headline(answers: AnswerSummary): Html {
  const { problems, labelled, answered, correct, accuracy, agreement, certified, seconds } = answers;
  const measured =
    labelled === 0
      ? html`<p class="big">${integer(answered)} of ${integer(problems)}</p><p>problems answered.</p>`
      : html`<p class="big">${integer(correct)} of ${integer(labelled)}</p>
<p>answers as labelled (${percent(accuracy.estimate)}, 95% interval ${percent(accuracy.low)} – ${percent(accuracy.high)}). A problem without an answer counts as wrong.</p>`;
  return html`${measured}
<p>${integer(certified)} of ${integer(answered)} answers with theorems that a fresh Lean has verified. Of the votes, ${percent(agreement)} went to the majority.</p>
<p class="hint">A translation took ${duration(seconds.median)} (median), ${duration(seconds.p95)} at 95%.</p>`;
}

const columns = ['True', 'False', 'Uncertain', 'none'] as const;

function confusion({ confusion: counts }: AnswerSummary): Html {
  return html`<table class="plain"><thead><tr><th>Label${columns.map((column) => html`<th class="number">${column === 'none' ? 'no answer' : column}`)}<tbody>${columns
    .slice(0, 3)
    .map(
      (label) =>
        html`<tr><th scope="row">${label}${columns.map((answer) => html`<td class="number">${integer(counts[label]?.[answer] ?? 0)}`)}`,
    )}</table>`;
}

const verdictBars = ({ verdicts }: AnswerSummary): Html =>
  barList(
    Object.entries(verdicts)
      .toSorted(([, a], [, b]) => b - a)
      .map(([label, value]) => ({ label, value, text: integer(value) })),
  );

function problemTable(tallies: readonly Tally[], statements: boolean): Html {
  return html`<table class="plain"><thead><tr><th>Problem<th>Label<th>Answer<th class="number">Seconds${statements ? html`<th>Certificate and translations` : undefined}<tbody>${tallies.map(
    ({ theorem, attempts }) => {
      const { label, answer, certificate } = problemAnswer(attempts);
      const seconds = attempts.reduce((sum, { stats }) => sum + stats.seconds, 0);
      const wrong = label !== undefined && answer !== label;
      return html`<tr><td><code>${theorem.id}</code><td>${label}<td>${wrong ? html`<strong>${answer ?? 'none'}</strong>` : answer}<td class="number">${seconds.toFixed(1)}${statements ? proofCell(certificate, attempts) : undefined}`;
    },
  )}</table>`;
}

const proofCell = (certificate: string | undefined, attempts: Tally['attempts']): Html =>
  html`<td>${certificate === undefined ? undefined : html`<details><summary>Lean</summary><lean-code>${certificate}</lean-code></details>`}${translations(attempts)}`;

function translations(attempts: Tally['attempts']): Html {
  return html`<details><summary>${integer(attempts.length)} ${attempts.length === 1 ? 'translation' : 'translations'}</summary>${attempts.map(
    ({ outcome }) => {
      const notes = outcome.kind === 'answered' ? [...outcome.formulas.premises, outcome.formulas.conclusion] : [];
      const repairs = outcome.kind === 'answered' ? outcome.repairs : [];
      const message = 'message' in outcome ? outcome.message : outcome.kind === 'answered' ? outcome.reason : undefined;
      return html`<p>${outcomeText(outcome)}</p><pre>${[...notes, ...(message === undefined ? [] : [message])].join('\n')}</pre>${repairs.map((repair) => html`<p class="hint">${repair}</p>`)}`;
    },
  )}</details>`;
}
