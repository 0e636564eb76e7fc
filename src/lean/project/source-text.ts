/** Lean source without its comments: each becomes blanks of the same length, so that positions stay. */
export function withoutComments(text: string): string {
  let out = '';
  let at = 0;
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
  while (at < text.length) {
    const next = /--|\/-|"/g;
    next.lastIndex = at;
    const found = next.exec(text);
    if (found === null) return out + text.slice(at);
    out += text.slice(at, found.index);
    const end =
      found[0] === '--'
        ? lineEnd(text, found.index)
        : found[0] === '/-'
          ? blockEnd(text, found.index)
          : stringEnd(text, found.index);
    const part = text.slice(found.index, end);
    out += found[0] === '"' ? part : blank(part);
    at = end;
  }
  return out;
}

const lineEnd = (text: string, from: number): number => {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
};

/** Block comments nest. */
function blockEnd(text: string, from: number): number {
  const marks = /\/-|-\//g;
  marks.lastIndex = from + 2;
  for (let depth = 1; ; ) {
    const mark = marks.exec(text);
    if (mark === null) return text.length;
    depth += mark[0] === '/-' ? 1 : -1;
    if (depth === 0) return mark.index + 2;
  }
}

function stringEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
