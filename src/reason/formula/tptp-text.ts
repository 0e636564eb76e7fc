import type { Connective, Formula, Term } from './formula.ts';
import { type Signature, symbolKey } from './theory.ts';

const signs: Record<Connective, string> = { and: '&', or: '|', xor: '<~>', implies: '=>', iff: '<=>' };

/**
 * A formula in the syntax of TPTP's fof. Names are quoted, so that any may be written; where a name is both a predicate and
 * a function, or has several numbers of arguments, the number tells them apart.
 */
export function tptpText(formula: Formula, signature: Signature): string {
  const uses = [...signature.predicates, ...signature.functions].map(symbolKey);
  const isShared = (name: string) => uses.filter((key) => key.slice(0, key.lastIndexOf('/')) === name).length > 1;
  const symbol = (kind: 'p' | 'f', name: string, arity: number): string => {
    const plain = isShared(name) ? `${name} ${kind}${arity}` : name;
    return `'${plain.replaceAll(/[\\']/g, '\\$&').replaceAll(/[^\x20-\x7e]/g, (character) => `u${character.codePointAt(0)}`)}'`;
  };
  const applied = (kind: 'p' | 'f', name: string, args: readonly Term[]): string =>
    symbol(kind, name, args.length) + (args.length === 0 ? '' : `(${args.map(term).join(',')})`);
  const term = (each: Term): string =>
    each.kind === 'variable' ? variable(each.name) : applied('f', each.name, each.arguments);
  const write = (each: Formula): string => {
    switch (each.kind) {
      case 'predicate':
        return applied('p', each.name, each.arguments);
      case 'equality':
        return `(${term(each.left)} = ${term(each.right)})`;
      case 'truth':
        return each.value ? '$true' : '$false';
      case 'not':
        return `~ (${write(each.body)})`;
      case 'forall':
      case 'exists':
        return `${each.kind === 'forall' ? '!' : '?'} [${variable(each.variable)}] : (${write(each.body)})`;
      default:
        return `((${write(each.left)}) ${signs[each.kind]} (${write(each.right)}))`;
    }
  };
  return write(formula);
}

const variable = (name: string): string =>
  `V_${name.replaceAll(/[^A-Za-z0-9_]/g, (character) => `u${character.codePointAt(0)}`)}`;
