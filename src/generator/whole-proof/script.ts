/** Reads the proof out of what a model answered. */

const fences = /```[a-zA-Z0-9]*[ \t]*\n([\s\S]*?)(?:\n[ \t]*```|$)/g;

/**
 * The tactic script in an answer; `undefined` where there is none. Models think before they answer, explain what they do, put code
 * into fences, and repeat the theorem: what counts is the proof of the theorem in the last block of code that holds one, else that
 * block, else the whole answer.
 *
 * @param name of the theorem, as it is written in the file; `''` for an `example`
 */
export function scriptIn(answer: string, name: string): string | undefined {
  const said = answer.replaceAll('\r\n', '\n').replace(/^[\s\S]*<\/think>/, '');
  const blocks = [...said.matchAll(fences)].map(([, code = '']) => code);
  const texts = blocks.length === 0 ? [said] : blocks.toReversed();
  const proofs = texts.flatMap((text) => proofIn(text, name) ?? []);
  const script = proofs[0] ?? withoutBy(texts.find((text) => !declares(text)) ?? '');
  return script.trim() === '' ? undefined : script;
}

const declaration = /^(?:@\[[^\]]*\]\s*)?(?:private |protected )?(?:theorem|lemma|example)\b[ \t]*(\S*)/gm;

const declares = (text: string): boolean => new RegExp(declaration, 'm').test(text);

/** The proof of the theorem of a name, or of the last theorem where no name agrees. */
function proofIn(code: string, name: string): string | undefined {
  const all = [...code.matchAll(declaration)];
  const own = all.findLast(([, found]) => name !== '' && found === name) ?? all.at(-1);
  if (own === undefined) return undefined;
  const value = bodyAfter(code, own.index);
  if (value === undefined) return undefined;
  const lines = value.split('\n');
  // The next line that begins at the margin is another command.
  const end = lines.findIndex((line, i) => i > 0 && /^[^\s-]/.test(line));
  const body = (end < 0 ? lines : lines.slice(0, end)).join('\n');
  return /^\s*by\b/.test(body) ? withoutBy(body) : `exact ${body.trim()}`;
}

/** What follows the `:=` of a declaration: the first that stands in no brackets. */
export function bodyAfter(code: string, start: number): string | undefined {
  let depth = 0;
  for (let i = start; i < code.length; i++) {
    const character = code[i]!;
    if ('([{⟨'.includes(character)) depth++;
    else if (')]}⟩'.includes(character)) depth--;
    else if (depth === 0 && code.startsWith(':=', i)) return code.slice(i + 2);
  }
  return undefined;
}

/** A tactic block as a script: without the `by`, without what all its lines are moved in by. */
function withoutBy(text: string): string {
  const after = text.replace(/^\s*by\b[ \t]*/, '');
  const [first = '', ...rest] = after.split('\n').map((line) => line.trimEnd());
  const lines = first.trim() === '' ? rest : [first, ...rest];
  const moved = (first.trim() === '' ? lines : rest).filter((line) => line.trim() !== '');
  const common = moved.length === 0 ? 0 : Math.min(...moved.map((line) => line.search(/\S/)));
  return lines
    .map((line, i) => (i === 0 && first.trim() !== '' ? line.trimStart() : line.slice(common)))
    .join('\n')
    .trimEnd();
}
