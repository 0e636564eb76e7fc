/** Numbers as people read them in tables. */

export const percent = (fraction: number, digits = 1): string => `${(100 * fraction).toFixed(digits)}%`;

export const integer = (value: number): string => Math.round(value).toLocaleString('en-US');

/** `0.42 s`, `12.3 s`, `4 min 05 s`, `3 h 20 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  if (hours > 0) return `${hours} h ${String(minutes).padStart(2, '0')} min`;
  return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** Three significant digits, and no false zero for a tiny p. */
export const pValue = (p: number): string => (p < 1e-4 ? p.toExponential(1) : p.toPrecision(3));
