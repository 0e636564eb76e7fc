import { StreamLanguage, type StreamParser } from '@codemirror/language';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const declarations = words(
  `abbrev axiom class def deriving elab elab_rules end example export extends import inductive infix infixl infixr
   initialize instance lemma macro macro_rules mutual namespace notation opaque open postfix prefix private protected
   noncomputable partial unsafe public scoped section set_option structure syntax theorem universe variable attribute`,
);
const controls = words(
  'at by calc catch do else finally for from fun have haveI if in let letI match mut nomatch return show suffices then termination_by decreasing_by try unless using where while with',
);
const tactics = words(
  `ac_rfl all_goals any_goals apply assumption bv_decide case cases change clear congr constructor contradiction conv
   decide delta dsimp eapply erw exact exacts exfalso exists ext first focus funext generalize grind induction infer_instance
   injection intro intros iterate left nofun obtain omega rcases refine rename rename_i repeat replace revert rewrite
   rfl right rintro rotate_left rotate_right rw rwa simp simp_all simp_arith simpa skip specialize split subst symm trivial unfold`,
);

interface State {
  /** Depth of block comments; they nest. */
  comment: number;
  string: boolean;
}

/** Colours for Lean 4. It reads a line at a time and knows only words and brackets: no grammar is fixed in Lean. */
const parser: StreamParser<State> = {
  name: 'lean4',
  startState: () => ({ comment: 0, string: false }),
  languageData: {
    commentTokens: { line: '--', block: { open: '/-', close: '-/' } },
    closeBrackets: { brackets: ['(', '[', '{', '⟨', '"'] },
  },
  token(stream, state) {
    if (state.comment > 0) return blockComment(stream, state);
    if (state.string) return string(stream, state);
    if (stream.eatSpace()) return null;
    if (stream.match('--')) {
      stream.skipToEnd();
      return 'comment';
    }
    if (stream.match(/^\/-[-!]?/)) {
      state.comment = 1;
      return blockComment(stream, state);
    }
    if (stream.eat('"')) {
      state.string = true;
      return string(stream, state);
    }
    if (stream.match(/^'(?:[^'\\]|\\(?:x[\da-f]{2}|u[\da-f]{4}|.))'/iu)) return 'string';
    if (stream.match(/^(?:0x[\da-f]+|0b[01]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?)/i)) return 'number';
    if (stream.match(/^#[a-z_]+/)) return 'meta';
    const name = stream.match(
      /^(?:«[^»]*»|[\p{L}_][\p{L}\p{N}_'!?₀-₉✝]*)(?:\.(?:«[^»]*»|[\p{L}_][\p{L}\p{N}_'!?₀-₉✝]*))*/u,
    );
    if (name && name !== true) return wordKind(name[0]);
    if (stream.match(/^[⊢∀∃λ→←↔∧∨¬≠≤≥∈∉⊆∣∘×·▸⟨⟩=<>:|+*^$&%@!-]+/u)) return 'operator';
    stream.next();
    return null;
  },
};

function wordKind(word: string): string {
  if (word === 'sorry' || word === 'admit') return 'invalid';
  if (declarations.has(word)) return 'definitionKeyword';
  if (controls.has(word)) return 'controlKeyword';
  if (tactics.has(word.replace(/[!?]$/, ''))) return 'keyword';
  if (/^(?:Prop|Type|Sort)$/.test(word)) return 'typeName';
  return /^\p{Lu}/u.test(word) ? 'typeName' : 'variableName';
}

type Stream = Parameters<StreamParser<State>['token']>[0];

function blockComment(stream: Stream, state: State): string {
  while (!stream.eol()) {
    if (stream.match('/-')) state.comment++;
    else if (stream.match('-/')) {
      if (--state.comment === 0) break;
    } else stream.next();
  }
  return 'comment';
}

function string(stream: Stream, state: State): string {
  for (let next = stream.next(); next; next = stream.next()) {
    if (next === '\\') stream.next();
    else if (next === '"') {
      state.string = false;
      break;
    }
  }
  return 'string';
}

export const lean4 = StreamLanguage.define(parser);
