const identifier = /[\p{L}_][\p{L}\p{N}_'!?✝]*(?:\.[\p{L}\p{N}_'!?]+)*/gu;

/**
 * The theorems that a tactic names, in the order in which it does. A name may leave out namespaces of the theorem that
 * is being proved.
 */
export function theoremsNamed(tactic: string, theorem: string, known: ReadonlySet<string>): string[] {
  const spaces = theorem.split('.').slice(0, -1);
  const prefixes = spaces.map((_, i) => `${spaces.slice(0, spaces.length - i).join('.')}.`);
  const found = [...tactic.matchAll(identifier)].flatMap(([name]) => {
    const full = ['', ...prefixes].map((prefix) => prefix + name).find((candidate) => known.has(candidate));
    return full ?? [];
  });
  return [...new Set(found)];
}
