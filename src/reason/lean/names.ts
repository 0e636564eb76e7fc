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
  /** The same names, from where what is taken is not taken here. */
  inner(): LeanNames;
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
  const scope = new Scope(spoken);
  const domain = scope.fresh('D');
  const predicateNames = new Map(predicates.map((use) => [symbolKey(use), scope.fresh(use.name)]));
  const constantNames = new Map(functions.map((use) => [symbolKey(use), scope.fresh(use.name)]));
  return namesIn(scope, domain, predicateNames, constantNames);
}

function namesIn(
  scope: Scope,
  domain: string,
  predicates: ReadonlyMap<string, string>,
  constants: ReadonlyMap<string, string>,
): LeanNames {
  return {
    domain,
    predicate: (use) => predicates.get(symbolKey(use))!,
    constant: (use) => constants.get(symbolKey(use))!,
    variable: (written, count) => scope.variable(written, count),
    fresh: (like) => scope.fresh(like),
    inner: () => namesIn(scope.copy(), domain, predicates, constants),
  };
}

/** Names that are taken. */
class Scope {
  readonly #taken: Set<string>;
  readonly #variables: Map<string, string>;

  constructor(taken: Iterable<string>, variables: Iterable<readonly [string, string]> = []) {
    this.#taken = new Set(taken);
    this.#variables = new Map(variables);
  }

  copy(): Scope {
    return new Scope(this.#taken, this.#variables);
  }

  fresh(like: string): string {
    const base = plainName(like);
    let name = base;
    for (let count = 2; this.#taken.has(name); count++) name = `${base}_${count}`;
    this.#taken.add(name);
    return quoted(name);
  }

  variable(written: string, count: number): string {
    const wanted = count === 1 ? written : `${written}_${count}`;
    const name = this.#variables.get(wanted) ?? this.fresh(wanted.toLowerCase());
    this.#variables.set(wanted, name);
    return name;
  }
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
