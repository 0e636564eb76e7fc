import { fail, ok, type Result } from '../../data/result.ts';
import { type ParsedFormula, parseFolio } from './folio-parser.ts';
import { formulaText } from './print.ts';
import { resolveNames } from './scope.ts';
import { columnAt, type FormulaError } from './syntax-error.ts';

/**
 * Reads a formula in FOLIO's syntax, and puts right what has only one reading: a full stop at the end, a parenthesis too
 * many or too few, a quantifier whose parentheses end before its variable does. A parenthesis is taken away (or a closing
 * one added) wherever that gives a formula; where two places give different formulas, there is no one reading.
 */
export function readFolio(text: string): Result<ParsedFormula, FormulaError> {
  const asWritten = read(text);
  if (asWritten.ok || asWritten.error.code !== 'syntax') return asWritten;
  const stopped = text.replace(/[.;]\s*$/, '');
  if (stopped !== text) {
    const repaired = read(stopped);
    if (repaired.ok) return withRepair(repaired.value, 'the full stop at the end is left out');
  }
  return repairParentheses(stopped) ?? asWritten;
}

function read(text: string): Result<ParsedFormula, FormulaError> {
  const parsed = parseFolio(text);
  if (!parsed.ok) return parsed;
  const resolved = resolveNames(parsed.value.formula, text);
  if (!resolved.ok) return resolved;
  const { formula, repairs } = resolved.value;
  return ok({ formula, repairs: [...parsed.value.repairs, ...repairs] });
}

const withRepair = ({ formula, repairs }: ParsedFormula, repair: string): Result<ParsedFormula, FormulaError> =>
  ok({ formula, repairs: [repair, ...repairs] });

const parentheses: Readonly<Record<string, number>> = { '(': 1, ')': -1 };

/** `undefined` where the text has as many opening as closing parentheses, or where no change of one makes it a formula. */
function repairParentheses(text: string): Result<ParsedFormula, FormulaError> | undefined {
  const characters = [...text];
  const surplus = characters.reduce((sum, character) => sum + (parentheses[character] ?? 0), 0);
  if (Math.abs(surplus) !== 1) return undefined;
  const changed = surplus < 0 ? withoutOne(characters) : withOneMore(characters);
  const readings = new Map<string, { readonly parsed: ParsedFormula; readonly place: number }>();
  for (const { text: candidate, place } of changed) {
    const parsed = read(candidate);
    if (!parsed.ok) continue;
    const key = formulaText(parsed.value.formula);
    const known = readings.get(key);
    // Of several places that give the same formula, the last that needs least is reported.
    if (known === undefined || parsed.value.repairs.length <= known.parsed.repairs.length) {
      readings.set(key, { parsed: parsed.value, place });
    }
  }
  const [only, other] = readings.values();
  if (only === undefined) return undefined;
  const column = columnAt(text, characters.slice(0, only.place).join('').length);
  if (other !== undefined) {
    const what = surplus < 0 ? 'a ")" too many' : 'a ")" too few';
    return fail({ code: 'ambiguous', message: `there is ${what}, and more than one way to put it right`, column });
  }
  const what = surplus < 0 ? 'the ")" without a partner' : 'the missing ")"';
  return withRepair(only.parsed, `${what} at column ${column} is ${surplus < 0 ? 'left out' : 'added'}`);
}

interface Changed {
  readonly text: string;
  readonly place: number;
}

const withoutOne = (characters: readonly string[]): readonly Changed[] =>
  characters.flatMap((character, place) =>
    character === ')' ? [{ text: characters.toSpliced(place, 1).join(''), place }] : [],
  );

/** Only after a closing parenthesis or at the end: elsewhere one would cut a name or an atom in two. */
const withOneMore = (characters: readonly string[]): readonly Changed[] =>
  [...characters.keys().map((place) => place + 1)].flatMap((place) =>
    characters[place - 1] === ')' || place === characters.length
      ? [{ text: characters.toSpliced(place, 0, ')').join(''), place }]
      : [],
  );
