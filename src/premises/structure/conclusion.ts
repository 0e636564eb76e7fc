/** Place of the colon between binders and conclusion: the first outside of all brackets; -1 if there is none. */
export function colonOf(statement: string): number {
  let depth = 0;
  for (let place = 0; place < statement.length; place++) {
    const letter = statement[place]!;
    if ('([{⦃'.includes(letter)) depth++;
    else if (')]}⦄'.includes(letter)) depth--;
    else if (letter === ':' && depth === 0 && statement[place + 1] === ' ') return place;
  }
  return -1;
}

/** What a printed statement concludes, behind its binders. */
export const conclusionOf = (statement: string): string => statement.slice(colonOf(statement) + 1);
