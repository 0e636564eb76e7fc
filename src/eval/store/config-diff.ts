/** One place where two configurations differ. */
export interface ConfigChange {
  /** Dotted path: `budgets.seconds`. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Every leaf in which two JSON values differ; `undefined` stands for a field that is not there. */
export function configChanges(before: unknown, after: unknown, field = ''): ConfigChange[] {
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
    return keys.flatMap((key) => configChanges(before[key], after[key], field === '' ? key : `${field}.${key}`));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ field, before, after }];
}

export function describeChange({ field, before, after }: ConfigChange): string {
  const show = (value: unknown) => (value === undefined ? 'unset' : JSON.stringify(value));
  return `${field}: ${show(before)} -> ${show(after)}`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
