import { type Signature, type SymbolUse, symbolKey } from '../formula/theory.ts';

/** Which Lean name each symbol of a theory has. All are different, and none can be anything but a name. */
export interface LeanNames {
  readonly domain: string;
  predicate(use: SymbolUse): string;
  constant(use: SymbolUse): string;
  /** The name of a bound variable: the same in all formulas. `count` tells variables apart that hide one another. */
  variable(written: string, count: number): string;
  /** A name like this one that nothing else has. */
  fresh(like: string): string;
}

/** What statements and proofs speak of. A symbol of that name would hide it. */
const spoken = [
  'Type Prop Sort Nonempty Fin True False Not And Or Iff Eq Ne Exists Classical Decidable List Nat Bool',
  'absurd entailed element negated trivial rfl id h w',
]
  .join(' ')
  .split(' ');

/** Words that Lean keeps for itself. */
const keywords = new Set(
  [
    'abbrev admit all and as assume at attribute axiom begin break by calc case catch class coinductive continue',
    'declare_syntax_cat decreasing_by def deriving do done dsimp elab else end example exists export extends false',
    'finally for forall from fun generalizing global grind_pattern have haveI hiding if import in include inductive',
    'infix infixl infixr init_quot initialize inline instance is let letI library_note local macro macro_rules match',
    'matches meta mut mutual namespace nat_lit no_index nofun nomatch noncomputable nonrec not notation obtain omit on',
    'only opaque open or partial postfix prefix prelude private protected public quot rec register_simp_attr renaming',
    'repeat return run_cmd run_elab run_meta scoped section set_option show simproc sorry static structure suffices',
    'syntax tactic termination_by then theorem this throw to true try type unif_hint universe unless unsafe until using',
    'variable variables where while with without',
  ]
    .join(' ')
    .split(' '),
);

/**
 * Names for the symbols of a signature: as they were written where Lean can read that, and as close as possible to it
 * where it cannot. Only letters, digits and `_` are left, so that no symbol can end a formula and begin something else.
 */
export function leanNames({ predicates, functions }: Signature): LeanNames {
  const taken = new Set(spoken);
  const fresh = (like: string): string => {
    const base = plainName(like);
    let name = base;
    for (let count = 2; taken.has(name); count++) name = `${base}_${count}`;
    taken.add(name);
    return quoted(name);
  };
  const domain = fresh('D');
  const predicateNames = new Map(predicates.map((use) => [symbolKey(use), fresh(use.name)]));
  const constantNames = new Map(functions.map((use) => [symbolKey(use), fresh(use.name)]));
  const variables = new Map<string, string>();
  return {
    domain,
    predicate: (use) => predicateNames.get(symbolKey(use))!,
    constant: (use) => constantNames.get(symbolKey(use))!,
    variable: (written, count) => {
      const wanted = count === 1 ? written : `${written}_${count}`;
      const name = variables.get(wanted) ?? fresh(wanted.toLowerCase());
      variables.set(wanted, name);
      return name;
    },
    fresh,
  };
}

const longest = 60;

function plainName(written: string): string {
  const letters = written
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('+', '_plus')
    .replaceAll(/[^\p{L}\p{N}_]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '');
  const name = [...letters].slice(0, longest).join('');
  if (name === '') return 'symbol';
  return /^\p{N}/u.test(name) ? `n${name}` : name;
}

/** Lean reads anything between `«` and `»` as one name; between them stand letters, digits and `_` only. */
function quoted(name: string): string {
  const readable = /^[A-Za-z][A-Za-z0-9_]*$/.test(name);
  return readable && !keywords.has(name) ? name : `«${name}»`;
}
