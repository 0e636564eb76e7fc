import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import axe from 'axe-core';
import type { FastifyInstance } from 'fastify';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ok } from '../../../src/data/result.ts';
import { httpServer } from '../../../src/doors/http/index.ts';
import { pageFiles, pageRoutes, StoredRuns } from '../../../src/doors/page/index.ts';
import { Workbench } from '../../../src/doors/workbench/index.ts';
import { createGenerator } from '../../../src/generator/index.ts';
import { writeRun } from '../../eval/large-run.ts';
import { temporaryFolder } from '../../eval/scripted.ts';
import { openTestLean } from '../../lean/open-test-lean.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const skip = executablePath === undefined && 'Chromium is not installed (apt-get install chromium)';

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const text = `theorem swap (p q : Prop) (h : p ∧ q) : q ∧ p := by
  sorry

theorem fixed (f : Nat → Nat) (h : ∀ n, f (n + 1) > f (f n)) : ∀ n, f n ≥ 0 ∧ f n = n := by
  sorry
`;

describe('the page in Chromium', { skip }, () => {
  let workbench: Workbench;
  let app: FastifyInstance;
  let browser: Browser;
  let page: Page;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let address: string;
  const complaints: string[] = [];

  before(async () => {
    folder = await temporaryFolder();
    await writeRun(join(folder.path, 'first'), 12);
    workbench = new Workbench({
      openLean: async () => ok(await openTestLean()),
      createGenerator: () => createGenerator({ kind: 'portfolio' }),
    });
    workbench.warmUp();
    const files = await pageFiles(() => {});
    assert.ok(files.ok, JSON.stringify(files));
    app = httpServer({ hosts: [], origins: [] });
    await pageRoutes(app, { workbench, token: 'secret', files: files.value, runs: new StoredRuns(folder.path) });
    await app.listen({ port: 0, host: '127.0.0.1' });
    address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath: executablePath!, args: quiet });
    page = await browser.newPage({ viewport: { width: 1280, height: 860 }, reducedMotion: 'reduce' });
    page.setDefaultTimeout(120_000);
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(address)) complaints.push(`asks for ${request.url()}`);
    });
    await page.addInitScript((start) => localStorage.setItem('ariadne-text', start), text);
    await page.goto(`${address}/#token=secret`);
    await page.getByText('2 sorrys').waitFor();
  });
  after(async () => {
    await browser?.close();
    await app?.close();
    await workbench?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  /** What axe finds that is serious, as `rule: element`. */
  async function serious(): Promise<string[]> {
    await page.evaluate(axe.source);
    const found = (await page.evaluate('axe.run({ resultTypes: ["violations"] })')) as axe.AxeResults;
    return found.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
  }

  it('keeps the secret out of its address, and shows the goal at the cursor', async () => {
    assert.equal(page.url(), `${address}/`);
    assert.match((await page.getByLabel('Goals at the cursor').textContent()) ?? '', /h : p ∧ q⏎?\n?⊢ q ∧ p/);
  });

  it('proves a sorry, draws its graph, and puts the proof into the text', async () => {
    await page.getByRole('button', { name: 'Prove the sorry on line 2' }).click();
    await page.getByText('Proved and verified').waitFor();
    await page.getByText(/[1-9]\d* proved/).waitFor();
    const script = (await page.locator('.banner .lean').textContent())!;
    await page.getByRole('button', { name: 'Put it into the text' }).click();
    await page.getByText('It is in the text.').waitFor();
    const written = (await page.locator('.editor .cm-content').innerText()).replaceAll('\n\n', '\n');
    assert.ok(written.includes(script.split('\n')[0]!), written);
    await page.getByText('1 sorry', { exact: true }).waitFor();
  });

  it('stops a search, and tries a tactic by hand on a goal that the keyboard chose', async () => {
    await page.getByRole('button', { name: 'Prove the sorry' }).click();
    await page.getByText(/[2-9]\d* goals/).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('stopped').waitFor();
    await page.getByRole('application').focus();
    await page.keyboard.press('Home');
    const input = page.locator('.tactic-input .cm-content');
    await input.click();
    await page.keyboard.type('refine fun n => \\<?_, ?_\\> ');
    await page.getByText('⟨?_, ?_⟩').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(/leaves 2 goals/).waitFor();
    await page.getByText('by hand').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Resume' }).isVisible(), true);
  });

  it('finds goals by their text, and goes from one to the next', async () => {
    await page.getByRole('application').focus();
    await page.keyboard.press('/');
    const finder = page.getByRole('searchbox', { name: 'Find a goal' });
    assert.equal(await finder.evaluate((field) => field.ownerDocument.activeElement === field), true);
    await page.keyboard.type('f n = n');
    await page.keyboard.press('Enter');
    await page.getByText(/^1 of \d+$/).waitFor();
    await page.locator('.node-panel').first().getByText('f n = n').first().waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await finder.inputValue(), '');
  });

  it('shows the graph as an outline that keys unfold', async () => {
    await page.getByRole('button', { name: 'Outline' }).click();
    const root = page.getByRole('treeitem').first();
    await root.focus();
    if ((await root.getAttribute('aria-expanded')) === 'false') await page.keyboard.press('ArrowRight');
    await page.locator('[role="treeitem"][aria-level="2"]').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('[role="treeitem"][aria-level="2"][aria-selected="true"]').waitFor();
  });

  it('comes with a strict policy, and as the files that were built and no others', async () => {
    const index = await app.inject({ url: '/' });
    const policy = String(index.headers['content-security-policy']);
    assert.match(policy, /^default-src 'none'; script-src 'self';/);
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.match(index.body, /<script type="module"[^>]* src="\/assets\//);
    for (const url of ['/assets/../../package.json', '/..%2f..%2fpackage.json', '/assets/%2e%2e/%2e%2e/package.json']) {
      const { statusCode, body } = await app.inject({ url });
      assert.ok(statusCode >= 400 && !body.includes('"dependencies"'), url);
    }
  });

  it('has nothing serious against it, light and dark', async () => {
    assert.deepEqual(await serious(), []);
    await page.getByRole('button', { name: 'Graph', exact: true }).click();
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.deepEqual(await serious(), []);
  });

  it('fits on 360 pixels', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 360);
    await page.setViewportSize({ width: 1280, height: 860 });
  });

  it('opens the attempts of a stored run', async () => {
    await page.getByRole('button', { name: 'Runs' }).click();
    await page.getByText('12 of 12 theorems').waitFor();
    await page
      .getByRole('button', { name: /attempt 1/ })
      .first()
      .click();
    await page.getByText(/attempt 1 · \d+ goals/).waitFor();
    const panel = page.locator('.sides:not([hidden]) .node-panel');
    await panel.getByText(/tactics? led on/).waitFor();
    assert.deepEqual(await serious(), []);
  });

  it('runs without errors, and asks nobody else', () => {
    assert.deepEqual(complaints, []);
  });
});
