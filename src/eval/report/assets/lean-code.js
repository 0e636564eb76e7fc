/**
 * `<lean-code>`: Lean source with its syntax coloured. The text content is the source; it stays selectable as it was.
 */
const keywords = new Set(
  (
    'theorem lemma example def by fun have show from let at with match do if then else where exact intro intros ' +
    'cases rcases obtain induction rw simp simp_all omega grind decide rfl apply refine constructor exists left right ' +
    'split unfold calc next case first repeat all_goals any_goals try generalizing using only'
  ).split(' '),
);

/** Comments, strings, the case tag of a goal, words, numbers, the turnstile, and operators worth a colour. */
const token =
  /(?<comment>--[^\n]*|\/-[\s\S]*?-\/)|(?<string>"(?:[^"\\]|\\.)*")|(?<tag>^case [^\n]+$)|(?<word>[\p{L}_][\p{L}\p{N}_.'!?✝]*)|(?<number>\d+)|(?<symbol>[⊢·∀∃λ→↔←⟨⟩∧∨¬]|<;>|:=|=>)/gmu;

customElements.define(
  'lean-code',
  class extends HTMLElement {
    connectedCallback() {
      const source = this.textContent ?? '';
      const parts = [];
      let end = 0;
      for (const match of source.matchAll(token)) {
        parts.push(source.slice(end, match.index));
        end = match.index + match[0].length;
        const [kind] = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) ?? [];
        const shown = kind === 'word' ? (keywords.has(match[0]) ? 'keyword' : undefined) : kind;
        if (shown === undefined) {
          parts.push(match[0]);
        } else {
          const span = document.createElement('span');
          span.className = `lean-${shown}`;
          span.textContent = match[0];
          parts.push(span);
        }
      }
      this.replaceChildren(...parts, source.slice(end));
    }
  },
);
