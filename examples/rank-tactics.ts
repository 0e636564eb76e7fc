/** Ranks tactics for a goal that somebody printed: those that close it first, those that fail last. */
import { createGenerator, openLean, subjectFromText, suggest } from '../src/index.ts';

const goal = `p q : Prop
h : p ∧ q
⊢ q`;

const opened = await openLean({ lean: 'embedded', workers: 1 });
if (!opened.ok) throw new Error(opened.error.message);
await using lean = opened.value;
const created = await createGenerator({ kind: 'portfolio' });
if (!created.ok) throw new Error(created.error.message);
const generator = created.value;

const { signal } = new AbortController();
using subject = await subjectFromText(goal, lean, signal);
const suggestions = await suggest(subject, { generator, lean, count: 8, seed: 0, prefix: '' }, signal);
if (!suggestions.ok) throw new Error(suggestions.error.message);
for (const { tactic, check } of suggestions.value) console.log(`${check.kind.padEnd(8)} ${tactic}`);
await generator.close();
