/** What an agent reads before it uses the tools. */

export const trustRule = `# What "proved" means here

A declaration is reported as proved only if the completed file was elaborated whole in a fresh Lean, without errors and without
\`sorry\`; its statement is the one of the original, compared as a type together with what it speaks of; and the kernel checked
every constant of the file that it rests on once more, in an environment of the imports alone. Axioms other than propext,
Classical.choice and Quot.sound are refused unless the file declares them itself; those are listed in the answer.

\`closes\` (of a tactic) and scripts that \`minimise\` returns are checked in Lean, but not verified: \`verify\` or \`prove\` does that.
"rejected" means that a script closed every goal and failed this check: treat the statement as unproved.
"unproved" says nothing about truth: use \`disprove\` where you suspect that a statement is false.
`;

export const usage = `You have Lean 4 at hand through Ariadne's tools. How to use them well:

1. \`goals\` lists every \`sorry\` of a file with its goals, and Lean's errors; with \`line\` the goals at any line. Look first.
2. \`prove\` a \`sorry\` (file and line) or a \`statement\`. Seconds are a budget: start with 10, raise it for what matters.
3. When it answers \`unproved\`, read \`nearest\`: open goals that the search reached, with the tactics that lead there. State the
   missing fact as a lemma above the theorem, prove that first, and try again: earlier theorems of the file are used as lemmas.
4. \`try_tactics\` checks your own ideas, many at once, each from the same state: it costs milliseconds. \`suggest\` ranks checked ideas.
5. Suspect a false statement? \`disprove\` tries the negation and small counterexamples.
6. \`search_premises\` finds lemmas for a goal. \`minimise\` shortens a script and tells which hypotheses it needs.
7. When you write a proof yourself, \`verify\` it against the original file: only its \`verified\` counts.

Give Lean text as \`text\` when the file is not on disk. Lines and columns begin at 1.`;
