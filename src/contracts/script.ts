/** Lines of a tactic script, each with its indentation relative to the script's own left margin. */
export type Script = readonly string[];

/** The script as text, every line that is not blank moved right by that many columns. */
export function renderScript(script: Script, indentation = 0): string {
  const margin = ' '.repeat(indentation);
  return script.map((line) => (line === '' ? line : margin + line)).join('\n');
}
