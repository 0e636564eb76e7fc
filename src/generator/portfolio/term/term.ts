import { type Token, tokenize } from './token.ts';

/**
 * A term as far as its printed form shows it. Reading is tolerant: what is not understood becomes an `other` node over
 * its parts, so that the parts can still be used.
 */
export interface Term {
  readonly kind: 'atom' | 'application' | 'operator' | 'binder' | 'if' | 'match' | 'other';
  /** The text, without brackets around the whole. */
  readonly text: string;
  /** The name, the function that is applied, or the operator; `''` where there is none. */
  readonly head: string;
  /**
   * Arguments, operands, the body of a binder, the condition and branches of an `if`, the discriminants of a `match`.
   * A match's alternatives are left out.
   */
  readonly parts: readonly Term[];
  /** Names bound by a `binder`. */
  readonly bound: readonly string[];
}

/** Binding powers of infix operators (left, right), as in Lean's prelude. */
const infix: Readonly<Record<string, readonly [number, number]>> = {
  '↔': [20, 21],
  '→': [26, 25],
  '∨': [31, 30],
  '||': [30, 31],
  '∧': [36, 35],
  '&&': [35, 36],
  '=': [50, 51],
  '≠': [50, 51],
  '==': [50, 51],
  '!=': [50, 51],
  '≍': [50, 51],
  '≡': [50, 51],
  '≈': [50, 51],
  '<': [50, 51],
  '≤': [50, 51],
  '>': [50, 51],
  '≥': [50, 51],
  '∣': [50, 51],
  '∈': [50, 51],
  '∉': [50, 51],
  '⊆': [50, 51],
  '∪': [65, 66],
  '∩': [70, 71],
  '++': [65, 66],
  '+': [65, 66],
  '-': [65, 66],
  '::': [68, 67],
  '*': [70, 71],
  '/': [70, 71],
  '%': [70, 71],
  '•': [74, 73],
  '^': [76, 75],
  '∘': [91, 90],
  '×': [36, 35],
};
const unknownInfix: readonly [number, number] = [10, 11];
const prefixes: Readonly<Record<string, number>> = {
  '¬': 40,
  '!': 40,
  '-': 75,
  '↑': 1000,
  '⇑': 1000,
  '@': 1000,
  '~~~': 100,
};
const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '⟨': '⟩', '#[': ']' };
const binders = new Set(['∀', '∃', 'λ', 'fun', 'Σ', 'let', 'have']);
const stops = new Set([')', ']', '}', '⟩', ',', ':=', '|', '=>', ':', ';', 'then', 'else', 'with', 'in', 'do']);

/** Names that a term may hold: what stands behind a dot in them depends on what stands in front of it. */
export interface Scope {
  /** Names of variables: a dot behind one of them is the application of a function to it (`xs.length`). */
  readonly locals: ReadonlySet<string>;
  /** Is that a constant, printed as short as open namespaces allow? A dot behind one is an application too (`Tree.leaf.size`). */
  readonly isConstant: (name: string) => boolean;
  /** The function of the file that a field is, by its full name, so that it can be written in front of its arguments. */
  readonly functionOf: (field: string) => string | undefined;
}

const noNames: Scope = { locals: new Set(), isConstant: () => false, functionOf: () => undefined };

/** Field notation is read as the application that it stands for, its object first: `n.add m` as `add` of `n` and `m`. */
export function readTerm(text: string, scope: Scope = noNames): Term {
  const reader = new Reader(text, scope);
  const terms: Term[] = [];
  while (!reader.done) terms.push(reader.term(0));
  return terms.length === 1 ? terms[0]! : node('other', text, '', terms);
}

const node = (
  kind: Term['kind'],
  text: string,
  head: string,
  parts: readonly Term[],
  bound: readonly string[] = [],
): Term => ({ kind, text, head, parts, bound });

class Reader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #scope: Scope;
  #next = 0;

  constructor(text: string, scope: Scope) {
    this.#text = text;
    this.#scope = scope;
    this.#tokens = tokenize(text);
  }

  get done(): boolean {
    return this.#next >= this.#tokens.length;
  }

  /** Reads operators that bind at least as tightly as `power`. Always moves on, whatever stands there. */
  term(power: number): Term {
    const start = this.#start();
    let left = this.#operand();
    for (;;) {
      const token = this.#peek();
      if (token === undefined || token.kind === 'atom' || stops.has(token.text) || token.text in closers) return left;
      const [leftPower, rightPower] = infix[token.text] ?? unknownInfix;
      if (token.text === '!') {
        // A factorial, as many files write it.
        this.#next++;
        left = node('application', this.#since(start), '!', [left]);
        continue;
      }
      if (leftPower < power) return left;
      this.#next++;
      if (this.done || this.#stopped()) return node('other', this.#since(start), '', [left]);
      left = this.#operator(start, token.text, left, this.term(rightPower));
    }
  }

  #operator(start: number, operator: string, left: Term, right: Term): Term {
    return node('operator', this.#since(start), operator, [left, right]);
  }

  #operand(): Term {
    const token = this.#peek();
    if (token === undefined) return node('other', '', '', []);
    const start = token.start;
    if (binders.has(token.text)) return this.#binder(start);
    if (token.text === 'if') return this.#conditional(start);
    if (token.text === 'match') return this.#match(start);
    const power = token.kind === 'symbol' ? prefixes[token.text] : undefined;
    if (power !== undefined && power < 1000) {
      this.#next++;
      if (this.done || this.#stopped()) return node('other', token.text, '', []);
      const operand = this.term(power);
      return node('operator', this.#since(start), token.text, [operand]);
    }
    return this.#application(start);
  }

  #application(start: number): Term {
    const head = this.#argument();
    const args: Term[] = [];
    while (this.#startsArgument()) args.push(this.#argument());
    if (args.length === 0) return head;
    if (head.kind === 'application' && /^[\p{L}_]/u.test(head.head))
      return node('application', this.#since(start), head.head, [...head.parts, ...args]);
    return node('application', this.#since(start), head.kind === 'atom' ? head.text : '', [
      ...(head.kind === 'atom' ? [] : [head]),
      ...args,
    ]);
  }

  #startsArgument(): boolean {
    const token = this.#peek();
    if (token === undefined || stops.has(token.text) || token.text === 'if' || token.text === 'match') return false;
    if (token.kind === 'atom') return token.text === 'fun' || !binders.has(token.text);
    return token.text in closers || token.text === '↑' || token.text === '@';
  }

  /** One argument: a name, a literal or something in brackets, with the fields that are taken of it. */
  #argument(): Term {
    const token = this.#peek();
    if (token === undefined) return node('other', '', '', []);
    if (token.text === 'fun') return this.#binder(token.start);
    this.#next++;
    if (token.kind === 'symbol' && (token.text === '↑' || token.text === '@')) {
      const operand = this.#argument();
      return node('operator', this.#since(token.start), token.text, [operand]);
    }
    let term = token.kind === 'symbol' && token.text in closers ? this.#bracketed(token) : this.#name(token);
    for (let next = this.#peek(); next !== undefined && this.#isAdjacent(); next = this.#peek()) {
      if (next.kind === 'atom' && next.text.startsWith('.')) {
        this.#next++;
        term = this.#field(this.#since(token.start), next.text.slice(1), term);
      } else if (next.text === '[') term = this.#indexed(token.start, term, next);
      else break;
    }
    return term;
  }

  /** `xs[i]`, `xs[i]!` or `xs[i]?`: the collection and the index. */
  #indexed(start: number, collection: Term, open: Token): Term {
    this.#next++;
    const index = this.#bracketed(open);
    const mark = this.#peek();
    if (mark !== undefined && ['!', '?'].includes(mark.text) && this.#isAdjacent()) this.#next++;
    return node('application', this.#since(start), '', [collection, ...index.parts]);
  }

  /** Does the next token stand right behind the one before? */
  #isAdjacent(): boolean {
    return this.#peek()?.start === this.#tokens[this.#next - 1]?.stop;
  }

  #name({ kind, text }: Token): Term {
    if (kind === 'symbol') return node('other', text, text, []);
    const owner = this.#owner(text);
    if (owner === undefined) return node('atom', text, text, []);
    let term = node('atom', owner, owner, []);
    for (const field of text.slice(owner.length + 1).split('.'))
      term = this.#field(`${term.text}.${field}`, field, term);
    return term;
  }

  #field(text: string, field: string, of: Term): Term {
    return node('application', text, this.#scope.functionOf(field) ?? field, [of]);
  }

  /** What fields are taken of in a name with dots; `undefined` where the whole is one name. */
  #owner(text: string): string | undefined {
    const { locals, isConstant } = this.#scope;
    const first = text.indexOf('.');
    if (first <= 0) return undefined;
    if (locals.has(text.slice(0, first))) return text.slice(0, first);
    if (isConstant(text)) return undefined;
    for (let dot = text.lastIndexOf('.'); dot > 0; dot = text.lastIndexOf('.', dot - 1)) {
      if (isConstant(text.slice(0, dot))) return text.slice(0, dot);
    }
    return undefined;
  }

  #bracketed(open: Token): Term {
    const close = closers[open.text];
    const parts: Term[] = [];
    while (!this.done && this.#peek()?.text !== close) {
      if (this.#stopped()) this.#next++;
      else parts.push(this.term(0));
    }
    this.#next++;
    const only = parts[0];
    const plain = open.text === '(' && parts.length === 1 && only !== undefined;
    const inside = this.#text.slice(open.stop, this.#tokens[this.#next - 2]?.stop ?? open.stop).trim();
    if (plain && inside === only.text) return only;
    return node('other', this.#since(open.start), '', parts);
  }

  #binder(start: number): Term {
    const binder = this.#tokens[this.#next++]?.text ?? '';
    const bound: string[] = [];
    const domains: Term[] = [];
    let naming = true;
    while (!this.done && !['=>', ',', ':=', '↦', ';'].includes(this.#peek()?.text ?? '')) {
      const token = this.#tokens[this.#next]!;
      if (token.text === ':' || ['<', '>', '≤', '≥', '∈'].includes(token.text)) {
        naming = false;
        this.#next++;
        if (!this.done && !this.#stopped()) domains.push(this.term(0));
      } else if (token.text === '[') {
        this.#next++;
        bound.push(this.#instanceName());
        if (!this.done && !this.#stopped()) domains.push(this.term(0));
      } else {
        if (token.kind === 'atom' && naming) bound.push(token.text);
        if (token.text === ')' || token.text === '}' || token.text === ']') naming = true;
        this.#next++;
      }
    }
    this.#next++;
    const body = this.done || this.#stopped() ? [] : [this.term(0)];
    return node('binder', this.#since(start), binder, [...domains, ...body], bound);
  }

  /** Behind the bracket of `[inst : Monad m]`, or of `[Monad m]`, which binds one variable without a name. */
  #instanceName(): string {
    const name = this.#peek();
    if (name?.kind !== 'atom' || this.#tokens[this.#next + 1]?.text !== ':') return 'inst';
    this.#next += 2;
    return name.text;
  }

  #conditional(start: number): Term {
    this.#next++;
    const parts: Term[] = [];
    const names: string[] = [];
    const name = this.#peek();
    if (name?.kind === 'atom' && this.#tokens[this.#next + 1]?.text === ':') {
      names.push(name.text);
      this.#next += 2;
    }
    if (!this.done && !this.#stopped()) parts.push(this.term(0));
    for (const keyword of ['then', 'else']) {
      if (this.#peek()?.text !== keyword) break;
      this.#next++;
      if (!this.done && !this.#stopped()) parts.push(this.term(0));
    }
    return node('if', this.#since(start), '', parts, names);
  }

  /** Discriminants only; the alternatives, which reach to the closing bracket, are passed over. */
  #match(start: number): Term {
    this.#next++;
    const parts: Term[] = [];
    while (!this.done && this.#peek()?.text !== 'with') {
      if (this.#stopped()) this.#next++;
      else parts.push(this.term(0));
    }
    for (let depth = 0; !this.done; this.#next++) {
      const { text } = this.#tokens[this.#next]!;
      if (text in closers) depth++;
      else if (Object.values(closers).includes(text) && --depth < 0) break;
    }
    return node('match', this.#since(start), '', parts);
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #stopped(): boolean {
    return stops.has(this.#peek()?.text ?? '');
  }

  #start(): number {
    return this.#peek()?.start ?? this.#text.length;
  }

  #since(start: number): string {
    return this.#text.slice(start, this.#tokens[this.#next - 1]?.stop ?? start);
  }
}
