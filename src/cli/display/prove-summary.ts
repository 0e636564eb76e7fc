import Table from 'cli-table3';
import pc from 'picocolors';
import { visible, visibleLine } from '../../data/visible.ts';
import type { DeclarationReport } from '../../proving/index.ts';

export const secondsText = (value: number): string => `${value.toFixed(1)} s`;

export const shorten = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, width - 1)}…`;

const axiomsText = (axioms: readonly string[]): string =>
  axioms.length === 0 ? '' : pc.dim(` axioms: ${visibleLine(axioms.join(', '))}`);

/** What became of a declaration, in one line. */
export function outcomeLine({ declaration, outcome, seconds: time }: DeclarationReport): string {
  const name = `${visibleLine(declaration.name)} (${secondsText(time)})`;
  switch (outcome.kind) {
    case 'proved':
      return `${pc.green('✔')} ${name}${axiomsText(outcome.axioms)}`;
    case 'rejected':
      return `${pc.red('✘')} ${name} found a script that verification refuses (${outcome.reason}): ${visible(outcome.message)}`;
    case 'partial':
      return `${pc.yellow('◐')} ${name} some of its sorrys are filled; the next: ${visible(outcome.why)}`;
    case 'unproved':
      return `${pc.yellow('–')} ${name} ${visible(outcome.why)}`;
    case 'cancelled':
      return `${pc.yellow('–')} ${name} interrupted`;
    case 'invalid':
      return `${pc.red('✘')} ${name} has an error of its own: ${visible(outcome.message)}`;
    case 'error':
      return `${pc.red('✘')} ${name} ${visible(outcome.message)}`;
  }
}

const word: Record<DeclarationReport['outcome']['kind'], string> = {
  proved: pc.green('proved'),
  rejected: pc.red('rejected'),
  unproved: pc.yellow('unproved'),
  partial: pc.yellow('partial'),
  invalid: pc.red('invalid'),
  cancelled: pc.yellow('interrupted'),
  error: pc.red('error'),
};

/** One row a declaration; at most 80 columns wide. */
export function summaryTable(reports: readonly DeclarationReport[]): string {
  const table = new Table({
    head: ['theorem', 'line', 'result', 'expansions', 'checks', 'time'],
    colAligns: ['left', 'right', 'left', 'right', 'right', 'right'],
    style: { head: pc.isColorSupported ? ['bold'] : [], border: [], compact: true },
  });
  for (const report of reports) {
    const stats = report.sorries.flatMap((sorry) => ('stats' in sorry && sorry.stats ? [sorry.stats] : []));
    const sum = (of: (s: (typeof stats)[number]) => number) => String(stats.reduce((total, s) => total + of(s), 0));
    table.push([
      shorten(visibleLine(report.declaration.name), 26),
      report.declaration.line,
      word[report.outcome.kind],
      sum((s) => s.expansions),
      sum((s) => s.checks),
      secondsText(report.seconds),
    ]);
  }
  return table.toString();
}

/** The scripts that were found for a declaration, under its name. */
export function proofText({ declaration, sorries }: DeclarationReport): string {
  const scripts = sorries.flatMap((sorry) =>
    sorry.kind === 'found' ? [sorry.script.map((line) => `  ${visible(line)}`).join('\n')] : [],
  );
  return `${pc.bold(visibleLine(declaration.name))}\n${scripts.join('\n')}`;
}
