import { AttemptOutcome } from '../../attempt.ts';
import type { Tally } from '../../tally.ts';
import { integer } from '../format.ts';
import { type Html, type HtmlPart, html } from '../html.ts';

/** A column of numbers or words; `value` is what it is sorted by. */
export interface Cell {
  readonly text: HtmlPart;
  readonly value?: number;
}

export interface TableRow {
  readonly name: string;
  /** What the choice of kinds filters by; `proved` rows are opened on paper. */
  readonly kinds: readonly string[];
  readonly cells: readonly Cell[];
}

export interface FilteredTable {
  readonly className: string;
  /** Headings of the cells after the name. */
  readonly headings: readonly string[];
  /** The choices of the filter: a kind and what it is called. */
  readonly kinds: readonly (readonly [kind: string, label: string])[];
  readonly rows: readonly TableRow[];
  /** Can rows be opened? */
  readonly openable: boolean;
}

/** A table that a person can search, filter and sort. End tags that HTML does not need are left out: rows are many. */
export function filteredTable({ className, headings, kinds, rows, openable }: FilteredTable): Html {
  const name = (text: string) =>
    openable
      ? html`<button type="button" class="open" aria-expanded="false">${text}</button>`
      : html`<code>${text}</code>`;
  return html`<theorem-table class="${className}">
<div class="filters"><label>Name <input type="search"></label>
<label>Show <select><option value="">all</option>${kinds.map(([kind, label]) => html`<option value="${kind}">${label}</option>`)}</select></label>
<output></output></div>
<table><thead><tr><th><button type="button">Theorem</button></th>${headings.map((heading) => html`<th class="number"><button type="button">${heading}</button></th>`)}</tr></thead><tbody>
${rows.map(
  (row, index) =>
    html`<tr data-index=${index} data-kind="${row.kinds.join(' ')}"><td>${name(row.name)}${row.cells.map(
      ({ text, value }) =>
        html`<td class=number${value === undefined ? undefined : html` data-value=${value}`}>${text}`,
    )}
`,
)}</tbody></table></theorem-table>`;
}

/** The table of one run. */
export function runTable(tallies: readonly Tally[], n: number): Html {
  const present = new Set(tallies.flatMap((tally) => kindsOf(tally)));
  const kinds = [...AttemptOutcome.options.map((option) => option.shape.kind.value), 'unproved', 'not tried'].filter(
    (kind) => present.has(kind.replace(' ', '-')),
  );
  return filteredTable({
    className: 'run',
    headings: ['Proved', 'Seconds', 'Expansions', 'Tactics'],
    kinds: kinds.map((kind) => [kind.replace(' ', '-'), kind]),
    openable: true,
    rows: tallies.map((tally) => {
      const shown = tally.attempts.find(({ outcome }) => outcome.kind === 'proved') ?? tally.attempts[0];
      const last = shown === undefined ? 'not-tried' : shown.outcome.kind;
      return {
        name: tally.theorem.id,
        kinds: kindsOf(tally),
        cells: [
          {
            text: html`<span class="outcome ${last}">${n === 1 ? last : `${tally.proved}/${tally.attempts.length}`}</span>`,
            value: tally.proved,
          },
          { text: shown === undefined ? '' : shown.stats.seconds.toFixed(1), value: shown?.stats.seconds ?? 0 },
          { text: integer(shown?.stats.expansions ?? 0), value: shown?.stats.expansions ?? 0 },
          { text: integer(shown?.stats.checks ?? 0), value: shown?.stats.checks ?? 0 },
        ],
      };
    }),
  });
}

function kindsOf({ attempts, proved }: Tally): string[] {
  if (attempts.length === 0) return ['not-tried', 'unproved'];
  const kinds = new Set<string>(attempts.map(({ outcome }) => outcome.kind));
  return proved > 0 ? [...kinds] : [...kinds, 'unproved'];
}
