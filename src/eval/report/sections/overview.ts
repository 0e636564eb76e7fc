import type { RunManifest } from '../../manifest.ts';
import type { RunSummary } from '../../summary.ts';
import { duration, integer, percent } from '../format.ts';
import { type Html, html } from '../html.ts';

/** What was run on what. */
export function runFacts(manifest: RunManifest, summary: RunSummary): Html {
  const { config, sessions } = manifest;
  const { benchmark, lean } = config;
  const last = sessions.at(-1)!;
  const budgets = Object.entries(config.budgets).map(([name, value]) => `${value} ${name}`);
  const facts: [string, string][] = [
    ['Benchmark', `${benchmark.name}, ${benchmark.split === '' ? 'all splits' : `split ${benchmark.split}`}`],
    ['Theorems', integer(summary.theorems)],
    ['Attempts', `${config.attempts} for each theorem, ${integer(summary.attempts.recorded)} made`],
    ['Budget of an attempt', budgets.join(', ') || 'none'],
    ['Generator', config.generator],
    ['Seed', String(config.seed)],
    ['Lean', lean.version],
    ['Machine', `${last.machine.cores} × ${last.machine.cpu}, ${last.machine.memoryGiB} GiB, ${last.machine.os}`],
    ['Started', sessions[0]!.startedAt],
    [
      'Work',
      `${duration(summary.seconds.total)} in attempts, ${sessions.length === 1 ? '1 session' : `${sessions.length} sessions`}`,
    ],
    ['Commit', [...new Set(sessions.map(({ commit }) => commit).filter(Boolean))].join(', ') || 'unknown'],
    ['Command', last.command],
  ];
  return html`<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}<dd>${value}`)}</dl>`;
}

/** The one number that everyone asks for first, and what was run on what. */
export function overview(manifest: RunManifest, summary: RunSummary): Html {
  return html`<div class="columns"><div>
<p class="big">${integer(summary.solved)} of ${integer(summary.theorems)}</p>
<p>theorems proved (${percent(summary.solved / summary.theorems)}), each proof verified again by a fresh Lean.</p>
${summary.complete ? undefined : html`<p class="warning">The run is not complete: ${integer(summary.attempts.missing)} attempts are missing and count as failures.</p>`}
${summary.attempts.skipped > 0 ? html`<p class="hint">${integer(summary.attempts.skipped)} attempts were left out because no estimate could change any more.</p>` : undefined}
${summary.invalid.length > 0 ? html`<p class="hint">Lean does not elaborate ${integer(summary.invalid.length)} of the statements. They count as unproved.</p>` : undefined}
</div>${runFacts(manifest, summary)}</div>`;
}

/** pass@k with its intervals, for one run or several. */
export function passTable(runs: readonly { readonly label: string; readonly summary: RunSummary }[]): Html {
  const rows = runs.flatMap(({ label, summary }) =>
    summary.passAtK.map(
      ({ k, estimate, low, high }) =>
        html`<tr>${runs.length > 1 ? html`<th scope="row">${label}` : undefined}<td>pass@${k}<td class="number">${percent(estimate)}<td class="number">${percent(low)} – ${percent(high)}`,
    ),
  );
  return html`<table class="plain"><thead><tr>${runs.length > 1 ? html`<th>Run` : undefined}<th>Measure<th class="number">Estimate<th class="number">95% interval<tbody>${rows}</table>`;
}
