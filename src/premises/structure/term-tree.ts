/** A term as a tree of what is applied to what. Variables have no names. */
export interface TermTree {
  readonly label: string;
  readonly children: readonly TermTree[];
}

const tokens =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)'|#v?\[|\.?[\p{L}_][\p{L}\p{N}_'!?₀-₉✝¹²³⁴-⁹]*(?:\.[\p{L}\p{N}_'!?₀-₉]+)*|\p{N}+|[()[\]{}⟨⟩⦃⦄⸤,]|:=|=>|[^\s\p{L}\p{N}_()[\]{}⟨⟩⦃⦄,."]+|\./gu;

const closing: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '{': '}',
  '⟨': '⟩',
  '⦃': '⦄',
  '#[': ']',
  '#v[': ']',
  '⸤': ']',
};

/** `xs[i]`, as against `f [i]`: a bracket that stands close to what it is an index of. */
const index = /(?<=[\p{L}\p{N}_)\]'!?✝])\[/gu;

const keywords = new Set(['then', 'else', 'at', 'in', 'with']);

const binders = new Set(['∀', '∃', 'fun', 'λ', 'Σ', '∃!']);

/** How tightly operators bind, as Lean's `notation`s have it. What is not here binds as `+` does. */
const precedences: Readonly<Record<string, number>> = {
  ...{ ':': 5, ':=': 5, '=>': 6, '|': 6, '<|': 10, $: 10, '|>': 10, '↔': 20, '→': 25, '×': 35, '∨': 30, '∧': 35 },
  ...{ '||': 30, '&&': 35, '=': 50, '≠': 50, '<': 50, '≤': 50, '>': 50, '≥': 50, '∈': 50, '∉': 50, '==': 50 },
  ...{ '!=': 50, '~': 50, '∣': 50, '⊆': 50, '<+:': 50, '<:+': 50, '<:+:': 50, '<+': 50, '≈': 50, '≍': 50 },
  ...{ '<|>': 20, '>>=': 55, '<$>': 100, '<*>': 60, '|||': 55, '^^^': 58, '&&&': 60, '::': 67, '*': 70, '/': 70 },
  ...{ '%': 70, '<<<': 75, '>>>': 75, '^': 75, '∩': 70, '∘': 90 },
};
const prefixes = new Set(['¬', '-', '!', '↑', '⇑', '~~~', '√', '@', '¬!']);

/**
 * Reads a printed term as far as it can be read without its types: unknown notation becomes an operator or an application
 * of its parts, and nothing fails.
 *
 * @param isConstant tells names from variables; of a name with dots, its last part is asked about and kept
 */
export function termTree(text: string, isConstant: (name: string) => boolean): TermTree {
  const reader = new Reader(text.replaceAll(index, '⸤').match(tokens) ?? [], isConstant);
  const parts: TermTree[] = [];
  while (!reader.atEnd) parts.push(reader.term(0));
  return parts.length === 1 ? parts[0]! : { label: '', children: parts };
}

const variable: TermTree = { label: '·', children: [] };

class Reader {
  readonly #tokens: readonly string[];
  readonly #isConstant: (name: string) => boolean;
  #at = 0;

  constructor(words: readonly string[], isConstant: (name: string) => boolean) {
    this.#tokens = words;
    this.#isConstant = isConstant;
  }

  get atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  get #next(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #take(): string {
    return this.#tokens[this.#at++] ?? '';
  }

  /** A term whose operators bind at least this tightly; takes one token at least. */
  term(least: number): TermTree {
    let left = this.#applied();
    for (;;) {
      const operator = this.#next;
      if (!isOperator(operator)) return left;
      const precedence = precedences[operator] ?? 65;
      if (precedence < least) return left;
      this.#take();
      const right = this.#endsHere ? [] : [this.term(operator === '→' ? precedence : precedence + 1)];
      left = { label: operator, children: [left, ...right] };
    }
  }

  get #endsHere(): boolean {
    return this.atEnd || this.#next === ',' || keywords.has(this.#next) || Object.values(closing).includes(this.#next);
  }

  /** A function and its arguments. */
  #applied(): TermTree {
    const head = this.#projected();
    const args: TermTree[] = [];
    while (!this.#endsHere && !isOperator(this.#next)) args.push(this.#projected());
    return args.length === 0 ? head : applied(head, args);
  }

  /** An atom with the fields and indices behind it. */
  #projected(): TermTree {
    let value = this.#atom();
    for (;;) {
      if (this.#next.startsWith('.') && this.#next.length > 1) {
        value = { label: lastPart(this.#take()), children: [value] };
      } else if (this.#next === '⸤') {
        const parts = this.#inside();
        const how = /^[?!]$/.test(this.#next) ? this.#take() : '';
        value = { label: `[]${how}`, children: [value, ...parts] };
      } else return value;
    }
  }

  #atom(): TermTree {
    const token = this.#take();
    if (token in closing) {
      this.#at--;
      const parts = this.#inside();
      return token === '(' && parts.length === 1 ? parts[0]! : { label: token, children: parts };
    }
    if (token === 'if') return { label: token, children: this.#branches() };
    if (binders.has(token)) return this.#bound(token);
    if (prefixes.has(token)) {
      if (token === '↑' || token === '@') return this.#projected();
      return { label: `${token}_`, children: this.#endsHere ? [] : [this.term(token === '¬' ? 40 : 75)] };
    }
    if (!/^[\p{L}_.]/u.test(token)) return { label: token, children: [] };
    return this.#named(token);
  }

  /** A constant; a variable; or a field of a variable, which is applied to it. */
  #named(name: string): TermTree {
    const last = lastPart(name);
    const [first = ''] = name.split('.');
    if (!this.#isConstant(last)) return variable;
    const isField = name.includes('.') && !/^\p{Lu}/u.test(first) && !name.startsWith('.');
    return { label: last, children: isField ? [variable] : [] };
  }

  /** What stands in brackets, between commas. */
  #inside(): readonly TermTree[] {
    const close = closing[this.#take()]!;
    const parts: TermTree[] = [];
    while (!this.atEnd && this.#next !== close) {
      if (this.#next === ',') this.#take();
      else if (Object.values(closing).includes(this.#next)) break;
      else parts.push(this.term(0));
    }
    this.#take();
    return parts;
  }

  /** Condition and branches behind `if`. */
  #branches(): readonly TermTree[] {
    const parts = [this.term(0)];
    while (this.#next === 'then' || this.#next === 'else') {
      this.#take();
      parts.push(this.term(0));
    }
    return parts;
  }

  /** `∀ x y : T, body`, `fun x => body`: types of what is bound, then the body. */
  #bound(binder: string): TermTree {
    const types: TermTree[] = [];
    while (!this.atEnd && this.#next !== ',' && this.#next !== '=>') types.push(this.term(7));
    this.#take();
    const body = this.#endsHere ? [] : [this.term(0)];
    return { label: binder, children: [...types.filter((type) => type !== variable), ...body] };
  }
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** Behind a term, `-` is an operator: whoever means its negative puts it in brackets. */
const isOperator = (token: string): boolean =>
  token === '-' ||
  (token !== '' && !/^[\p{L}\p{N}_."'(){}[\]⟨⟩⦃⦄,#]/u.test(token) && !binders.has(token) && !prefixes.has(token));

/** A function that has arguments already, as a field has, gets more of them. */
const applied = ({ label, children }: TermTree, args: readonly TermTree[]): TermTree => ({
  label,
  children: [...children, ...args],
});
