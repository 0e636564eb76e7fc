import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until, type VsCode } from './vs-code.ts';

const demo = `theorem swap (p q : Prop) (h : p ∧ q) : q ∧ p := by
  sorry

theorem done (p : Prop) (h : p) : p := h

theorem wrong (n : Nat) : n < 2 := by
  sorry

theorem broken : 1 + 1 = := by rfl
`;
/** What no search proves, so that there is time to watch it. */
const hard = `theorem fixed (f : Nat → Nat) (h : ∀ n, f (n + 1) > f (f n)) : ∀ n, f n = n := by
  sorry
`;

const notification = (code: VsCode, text: string | RegExp) =>
  code.page.locator('.notification-toast', { hasText: text }).last();

/** What a person does with the extension, and what must be seen then. */
export const scenes: Readonly<Record<string, (code: VsCode) => Promise<void>>> = {
  prove: async (code) => {
    await code.open('Demo.lean', demo);
    await code.lens('prove').waitFor();
    await code.picture('lenses');
    await code.lens('prove').click();
    await notification(code, 'Ariadne is searching').waitFor();
    await until('the proof is in the text', async () => !/swap[^\n]*\n\s+sorry/.test(await code.text()));
    assert.match(await code.text(), /theorem swap .*:= by\n {2}\S/);
    const lenses = code.page.locator('.codelens-decoration a', { hasText: 'disprove' });
    await until('the lenses of the proved theorem are gone', async () => (await lenses.count()) === 1);
    await code.lens('disprove').click();
    await notification(code, 'It is false').waitFor();
  },

  suggest: async (code) => {
    await code.open('Demo.lean', demo);
    await code.lens('suggest').click();
    const rows = code.page.locator('.quick-input-list .monaco-list-row');
    await rows.first().waitFor();
    await code.picture('quick-pick');
    const said = (await rows.allInnerTexts()).join('\n');
    assert.match(said, /closes the goal/);
    assert.match(said, /leaves (a|\d) goals?[\s\S]*⊢/);
    await rows
      .filter({ hasText: /leaves \d goals/ })
      .first()
      .click();
    await until('the tactic stands there, with a sorry below for each goal', async () =>
      /swap[^\n]*\n {2}(?!sorry)[^\n]+\n {2}· sorry\n {2}· sorry/.test(await code.text()),
    );
  },

  tree: async (code) => {
    await code.open('Demo.lean', demo);
    await code.lens('prove').waitFor();
    await until('every theorem has a row', async () => (await code.theorems()).length === 4);
    assert.deepEqual(
      (await code.theorems()).map((row) => row.split(':')[0]),
      ['swap to be proved', 'done complete', 'wrong to be proved', 'broken has an error'],
    );
    await code.row('swap').locator('.monaco-tl-twistie').click();
    await code.row('⊢ q ∧ p').waitFor();
    await code.picture('rows');
    await code.row('wrong').click();
    await code.page.locator('.statusbar-item', { hasText: 'Ln 6, Col 1' }).waitFor();
    await code.row('swap').hover();
    await code.row('swap').locator('.action-label[aria-label*="Prove the sorry"]').first().click();
    await code.row('searching').waitFor();
    await code.picture('searching');
    await until('it is complete', async () => /swap\s+complete/.test((await code.theorems()).join('\n')));
  },

  watch: async (code) => {
    await code.open('Hard.lean', hard);
    await code.lens('watch').click();
    const panel = code.webview();
    await panel.getByRole('button', { name: 'Stop' }).waitFor();
    await until('goals are drawn', async () => /[1-9]\d* open/.test(await panel.locator('.legend').innerText()));
    await code.picture('growing');
    await panel.getByRole('button', { name: 'Stop' }).click();
    await panel.getByRole('button', { name: 'Resume' }).waitFor();
    await panel.locator('.tactic-input .cm-content').click();
    await code.page.keyboard.type('intro n');
    await code.page.keyboard.press('Enter');
    await panel.locator('.said', { hasText: 'intro n leaves' }).waitFor();
    await code.picture('by-hand');
    await code.command('Preferences: Toggle between Light/Dark Themes');
    await code.page.locator('.monaco-workbench.vs-dark').waitFor();
    await code.picture('dark');
    await code.command('Preferences: Toggle between Light/Dark Themes');
    await code.page.locator('.monaco-workbench.vs:not(.vs-dark)').waitFor();
    // A second search takes the place of the first, and its proof is put in.
    await code.open('Demo.lean', demo);
    await code.lens('watch').click();
    await panel.locator('.verdict', { hasText: 'Proved and verified' }).waitFor();
    await code.picture('proved');
    await panel.getByRole('button', { name: 'Put it into the text' }).click();
    await panel.getByText('It is in the text.').waitFor();
    await code.page.keyboard.press('Control+1');
    await until('it is', async () => /swap[^\n]*\n {2}(?!sorry)\S/.test(await code.text()));
  },

  cancel: async (code) => {
    await code.open('Hard.lean', hard);
    await code.lens('prove').click();
    const toast = notification(code, 'Ariadne is searching');
    await toast.waitFor();
    await until('it tells how far it is', async () => /tactic|goal|checked/i.test(await toast.innerText()));
    await code.picture('progress');
    await toast.hover();
    await toast.getByRole('button', { name: 'Cancel' }).click();
    await toast.waitFor({ state: 'detached' });
    await until('the tree says so', async () => /not proved: cancelled/.test((await code.theorems()).join('\n')));
    // Lean is free at once.
    await code.open('Demo.lean', demo);
    await code.lens('prove').click();
    await until('the proof is in the text', async () => !/swap[^\n]*\n\s+sorry/.test(await code.text()));
  },

  all: async (code) => {
    await code.open('All.lean', `${demo.slice(0, demo.indexOf('theorem wrong'))}example : 2 + 2 = 4 := by sorry\n`);
    await code.lens('prove').waitFor();
    await code.command('Ariadne: Prove every sorry of the file');
    await until('no sorry is left', async () => !(await code.text()).includes('sorry'));
  },

  unicode: async (code) => {
    await code.open('Type.lean', '');
    // Word by word: VS Code refuses a replacement in a text that has changed since, as it has where keys are pressed faster
    // than its processes speak to one another.
    for (const [typed, shown] of [
      ['example (f : Nat \\to ', 'Nat → '],
      ['Nat) : \\forall ', ': ∀ '],
      ['n, f n = f n := fun _ \\mapsto ', '↦ '],
      ['rfl -- \\alpha ', 'α '],
      ['\\beta ', 'β '],
    ] as const) {
      await code.page.keyboard.type(typed, { delay: 30 });
      await until(`${shown}is there`, async () => (await code.text()).includes(shown.trim()));
    }
    assert.match(await code.text(), /example \(f : Nat → Nat\) : ∀ n, f n = f n := fun _ ↦ rfl -- α β/);
  },

  settings: async (code) => {
    await code.open('Hard.lean', hard);
    await code.lens('prove').waitFor();
    await code.page.keyboard.press('Control+,');
    await code.page.locator('.settings-editor .suggest-input-container').click();
    await code.page.keyboard.type('ariadne');
    const seconds = code.page.locator('.setting-item-contents', { hasText: 'Time that a search may take' });
    await seconds.locator('input').fill('3');
    await code.page.keyboard.press('Tab');
    await code.picture('settings');
    const user = join(code.folder, '..', 'user', 'User', 'settings.json');
    await until('it is written', async () => /"ariadne.seconds": 3\b/.test(await readFile(user, 'utf8')));
    await code.page.keyboard.press('Control+W');
    await code.page.locator('.tab.active', { hasText: 'Hard.lean' }).waitFor();
    await code.lens('prove').click();
    await until('the search keeps to it', async () => /not proved/.test((await code.theorems()).join('\n')), 20_000);
    await code.picture('after');
  },

  walkthrough: async (code) => {
    await code.command('Welcome: Open Walkthrough...');
    await code.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Prove a theorem with Ariadne' }).click();
    const step = code.page.locator('.getting-started-step', { hasText: 'Write a theorem' });
    await step.waitFor();
    await code.picture('steps');
    await step.getByRole('button', { name: 'New Lean file with a theorem' }).click();
    await code.lens('prove').waitFor();
    await code.picture('new-file');
    await code.goToLine(2);
    await code.command('Ariadne: Prove the sorry at the cursor');
    await until('the proof is in the text', async () => !(await code.text()).includes('sorry'));
  },
};
