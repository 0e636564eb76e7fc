/** The sign of a product, from the signs of its factors: less than zero, zero, or more. */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import { operands } from '../../../term/walk.ts';
import type { GoalView } from '../../../view.ts';
import { simpList } from '../../recursion/unfolding.ts';
import { statedText } from '../numbers.ts';

/** Products of two integer variables. */
function products({ subterms, variables }: GoalView): readonly (readonly [string, string])[] {
  const integers = new Set(variables.filter(({ type }) => type === 'Int').map(({ name }) => name));
  return subterms.flatMap((term): readonly (readonly [string, string])[] => {
    const factors = operands(term, '*');
    if (factors === undefined || !factors.every(({ text }) => integers.has(text))) return [];
    return factors[0].text === factors[1].text ? [] : [[factors[0].text, factors[1].text]];
  });
}

/** Does it compare with zero in several places? One inequality is better proved by adding up products. */
const isAboutSigns = (view: GoalView): boolean =>
  /[∧∨→↔]|= false|= true/u.test(view.target.text) && /[<≤>≥=] 0|0 [<≤]/u.test(statedText(view));

function tactic(view: GoalView, [a, b]: readonly [string, string]): string {
  const names = new NameSource(view.taken);
  const [left, right, sign] = [names.next('hs'), names.next('ht'), names.next('hp')];
  const laws = ['mul_pos_of_neg_of_neg', 'mul_neg_of_neg_of_pos', 'mul_neg_of_pos_of_neg', 'mul_pos'];
  const known = laws.map((law) => `have ${sign} := Int.${law} ${left} ${right}`);
  const list = simpList(view).slice(2, -1);
  return [
    `rcases Int.lt_trichotomy ${a} 0 with ${left} | ${left} | ${left} <;>`,
    `  rcases Int.lt_trichotomy ${b} 0 with ${right} | ${right} | ${right} <;>`,
    `  (first | ${[...known, `subst ${left}`, `subst ${right}`].join(' | ')}) <;>`,
    `  (try simp [${list === '' ? '*' : `${list}, *`}]) <;> omega`,
  ].join('\n');
}

export const signs: readonly Family[] = [
  {
    name: 'product-signs',
    propose: (view) => (isAboutSigns(view) ? products(view) : []).slice(0, 2).map((pair) => tactic(view, pair)),
  },
];
