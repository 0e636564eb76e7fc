import { type Html, html } from './html.ts';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value in words, shown beside the bar. */
  readonly text: string;
  readonly className?: string;
}

/** Horizontal bars in a table, longest first as given; lengths are relative to the greatest. */
export function barList(bars: readonly Bar[]): Html {
  const greatest = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  return html`<table class="bars"><tbody>${bars.map(
    ({ label, value, text, className }) =>
      html`<tr><th scope="row">${label}<td><div class="bar ${className ?? ''}" style="width:${((100 * value) / greatest).toFixed(1)}%"></div><td class="number">${text}`,
  )}</tbody></table>`;
}
