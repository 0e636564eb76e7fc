import { fail, ok, type Result } from '../../data/result.ts';
import type { TheoryText } from '../formula/theory.ts';

/** Longer answers are not read. */
const longest = 200_000;

/**
 * The formulas in a model's answer: a line `1. …` for each premise and a line `Conclusion: …`, whatever stands around them.
 * All must be there, and none may be given twice in different words. What the lines hold is not looked at here.
 */
export function readAnswer(text: string, premises: number): Result<TheoryText, string> {
  if (text.length > longest) return fail('the answer is too long to be read');
  const found = new Map<number | 'conclusion', string>();
  for (const line of text.split(/\r?\n/)) {
    const plain = line.replaceAll('`', '').replaceAll('**', '').trim();
    const numbered = /^[-*>\s]*(?:premise\s+)?(\d{1,4})\s*[.):]\s*(.+)$/iu.exec(plain);
    const concluding = /^[-*>\s]*conclusion\s*[.:]\s*(.+)$/iu.exec(plain);
    if (numbered === null && concluding === null) continue;
    const key = concluding === null ? Number(numbered![1]) : 'conclusion';
    const formula = (concluding === null ? numbered![2]! : concluding[1]!).trim();
    if (key !== 'conclusion' && (key < 1 || key > premises))
      return fail(`there is a formula for a premise ${key}, which does not exist`);
    const known = found.get(key);
    if (known !== undefined && known !== formula) return fail(`${placeOf(key)} is translated twice`);
    found.set(key, formula);
  }
  const texts: string[] = [];
  for (let index = 1; index <= premises; index++) {
    const formula = found.get(index);
    if (formula === undefined) return fail(`${placeOf(index)} is not translated`);
    texts.push(formula);
  }
  const conclusion = found.get('conclusion');
  return conclusion === undefined ? fail('the conclusion is not translated') : ok({ premises: texts, conclusion });
}

const placeOf = (key: number | 'conclusion'): string => (key === 'conclusion' ? 'the conclusion' : `premise ${key}`);
