/** Families that are to prove a goal of their class by one of their tactics, in the real Lean. */
import assert from 'node:assert/strict';
import { after, before as beforeAll, describe, test } from 'node:test';
import { Portfolio } from '../../../src/generator/portfolio/portfolio.ts';
import { defaultLeanOptions, type Lean, openLean } from '../../../src/lean/index.ts';
import { TheoremOpener } from '../../../src/proving/index.ts';

export type Stroke = readonly [family: string, what: string, statement: string];

/**
 * @param definitions what the statements are about
 * @param before a tactic that is run first
 */
export function strokes(title: string, definitions: string, statements: readonly Stroke[], before = 'skip'): void {
  describe(title, () => {
    let lean: Lean;
    beforeAll(async () => {
      const opened = await openLean({ limits: { ...defaultLeanOptions.limits, milliseconds: 60_000 } });
      assert.ok(opened.ok, opened.ok ? '' : opened.error.message);
      lean = opened.value;
    });
    after(() => lean.close());

    for (const [family, what, statement] of statements) {
      test(`${family} proves ${what}`, async () => {
        const signal = new AbortController().signal;
        const text = `${definitions}\ntheorem it ${statement} := by sorry\n`;
        const source = { kind: 'sorry', text, fileName: 'it.lean', index: 0 } as const;
        const opened = await new TheoremOpener(lean).open(source, signal);
        assert.ok(opened.ok);
        const { states, context } = opened.value;
        const [stated] = states;
        assert.ok(stated !== undefined);
        const [start] = await lean.run(stated.state, [before], signal);
        const root = start?.kind === 'progress' ? start.states[0] : undefined;
        assert.ok(root !== undefined);
        const drafts = await new Portfolio().drafts({ goals: root.goals, theorem: context });
        const tactics = drafts.filter((draft) => draft.family === family).map(({ tactic }) => tactic);
        let isProved = false;
        for (const tactic of tactics) {
          if (isProved) break;
          const [outcome] = await lean.run(root.state, [tactic], signal);
          isProved = outcome?.kind === 'proved';
        }
        assert.ok(isProved);
      });
    }
  });
}
