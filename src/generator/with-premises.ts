/** A premise as ReProver's generator reads it. */
export interface AnnotatedPremise {
  /** Full name. */
  readonly name: string;
  /** The text that declares it. */
  readonly code: string;
}

/** Longest input that the published models were trained on, in bytes. */
export const longestInput = 2300;

/**
 * A state with premises in front of it, the likeliest next to the state. Premises that do not fit are left out.
 *
 * Source: lean-dojo/ReProver, `common.py`: `format_augmented_state`, `Premise.serialize`.
 *
 * @param premises the likeliest first
 * @param limit of the whole text, in bytes of UTF-8
 */
export function withPremises(state: string, premises: readonly AnnotatedPremise[], limit = longestInput): string {
  let left = limit - Buffer.byteLength(state);
  let front = '';
  for (const premise of premises) {
    const text = `${marked(premise)}\n\n`;
    const length = Buffer.byteLength(text);
    if (length > left) continue;
    left -= length;
    front = text + front;
  }
  return front + state;
}

/** The text of a premise with its name in full, between marks, where the text gives the longest part of it. */
export function marked({ name, code }: AnnotatedPremise): string {
  const mark = `<a>${name}</a>`;
  const text = code.replaceAll(`_root_.${name}`, mark);
  const parts = name.split('.');
  for (const i of parts.keys()) {
    const written = parts.slice(i).join('.');
    const found = text.replaceAll(new RegExp(`(?<=\\s)«?${escaped(written)}»?`, 'gu'), mark);
    if (found !== text) return found;
  }
  return text;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
