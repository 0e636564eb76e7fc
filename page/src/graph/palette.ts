/** The colours of the canvas: those of the style sheet, read anew when light turns to dark. */
export interface Palette {
  readonly panel: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly good: string;
  readonly goodBack: string;
  readonly faint: string;
  readonly warn: string;
  readonly tactic: string;
  readonly hand: string;
  readonly mono: string;
  readonly sans: string;
}

export function readPalette(place: Element): Palette {
  const style = getComputedStyle(place);
  const get = (name: string) => style.getPropertyValue(name).trim();
  return {
    panel: get('--panel'),
    text: get('--text'),
    muted: get('--muted'),
    line: get('--line-strong'),
    accent: get('--accent'),
    good: get('--good'),
    goodBack: get('--good-back'),
    faint: get('--faint'),
    warn: get('--warn'),
    tactic: get('--code-tactic'),
    hand: get('--hand'),
    mono: get('--mono'),
    sans: get('--sans'),
  };
}
