/**
 * Functions of the library that programs use and its theorems do not speak of, in the words of those that they do: old names, and
 * functions behind an operator.
 */
import type { Family } from '../../family.ts';
import type { GoalView } from '../../view.ts';

const operators: Readonly<Record<string, string>> = {
  xor: '^^^',
  land: '&&&',
  lor: '|||',
  add: '+',
  sub: '-',
  mul: '*',
};

interface Wording {
  /** For the simplifier. */
  readonly rules: readonly string[];
  /** What `grind` needs to know of the words that come in. */
  readonly facts: readonly string[];
}

const same = (name: string, value: string): string => `show @${name} = ${value} from rfl`;

function wording(constant: string): Wording | undefined {
  const [, type, operation = ''] = /^(U?Int(?:8|16|32|64)|BitVec)\.(\w+)$/.exec(constant) ?? [];
  const operator = operators[operation];
  if (type !== undefined && operator !== undefined) {
    const laws = operation === 'xor' ? ['assoc', 'comm', 'self'].map((law) => `${type}.xor_${law}`) : [];
    return { rules: [same(constant, `fun a b => a ${operator} b`)], facts: laws };
  }
  if (constant === 'String.mk')
    return {
      rules: [
        same(constant, '@String.ofList'),
        'String.toList_ofList',
        'String.length_ofList',
        '← String.length_toList',
      ],
      facts: ['_=_ getElem!_pos'],
    };
  if (constant === 'Nat.min' || constant === 'Nat.max') {
    return { rules: [same(constant, `fun a b : Nat => ${constant.slice(4)} a b`)], facts: [] };
  }
  return constant === 'Int.ofNat' ? { rules: ['Int.ofNat_eq_natCast'], facts: [] } : undefined;
}

function wordings({ goal }: GoalView): Wording | undefined {
  const found = goal.constants.map(wording).filter((one) => one !== undefined);
  if (found.length === 0) return undefined;
  return { rules: found.flatMap(({ rules }) => rules), facts: [...new Set(found.flatMap(({ facts }) => facts))] };
}

export const plainerWords: readonly Family[] = [
  {
    name: 'plainer-words',
    chance: 0.4,
    leads: 0.25,
    propose: (view) => {
      const found = wordings(view);
      if (found === undefined) return [];
      const rewrite = `simp only [${found.rules.join(', ')}] at *`;
      const known = found.facts.length === 0 ? '' : ` [${found.facts.join(', ')}]`;
      return [`${rewrite} <;> grind${known}`, rewrite];
    },
  },
];
