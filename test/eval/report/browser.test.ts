import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { comparisonPage } from '../../../src/eval/report/comparison-page.ts';
import { runPage } from '../../../src/eval/report/run-page.ts';
import { readRun } from '../../../src/eval/store/run.ts';
import { writeText } from '../../../src/store/write-text.ts';
import { writeRun } from '../large-run.ts';
import { temporaryFolder } from '../scripted.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const skip = executablePath === undefined && 'Chromium is not installed (apt-get install chromium)';

async function load(folder: string) {
  const run = await readRun(folder);
  assert.ok(run.ok);
  return run.value;
}

describe('the report pages in Chromium', { skip }, () => {
  let browser: Browser;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let pages: { readonly run: string; readonly comparison: string };
  const complaints: string[] = [];

  before(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    folder = await temporaryFolder();
    const [first, second] = [join(folder.path, 'first'), join(folder.path, 'second')];
    await writeRun(first, 30);
    await writeRun(second, 30, { seed: 12, generator: 'another' });
    const run = await runPage(await load(first), { theorems: new Set(), withoutGraphs: false });
    assert.ok(run.ok);
    pages = { run: join(folder.path, 'run.html'), comparison: join(folder.path, 'comparison.html') };
    await writeText(pages.run, run.value);
    await writeText(pages.comparison, await comparisonPage([await load(first), await load(second)]));
  });
  after(async () => {
    await browser.close();
    await folder[Symbol.asyncDispose]();
  });

  /** Opens a page that may ask for nothing but itself. */
  async function open(path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Page & AsyncDisposable> {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1200, height: 900 } });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (request.url() !== String(pathToFileURL(path))) complaints.push(`asks for ${request.url()}`);
    });
    await page.goto(String(pathToFileURL(path)));
    return Object.assign(page, { [Symbol.asyncDispose]: () => page.close() });
  }
  const shownRows = (page: Page) => page.locator('theorem-table tbody tr:visible').count();

  it('show as many theorems as the filter says', async () => {
    await using page = await open(pages.run);
    assert.equal(await shownRows(page), 30);
    await page.getByLabel('Name').fill('t2');
    assert.equal(await shownRows(page), 11);
    assert.equal(await page.locator('output').textContent(), '11 of 30');
  });

  it('show the theorems of the kind that is chosen', async () => {
    await using page = await open(pages.run);
    await page.getByLabel('Show').selectOption('unproved');
    const unproved = await shownRows(page);
    const solved = Number((await page.locator('.big').textContent())?.split(' ')[0]);
    assert.equal(unproved, 30 - solved);
  });

  it('sort by a column when its heading is clicked', async () => {
    await using page = await open(pages.run);
    await page.getByRole('button', { name: 'Expansions' }).click();
    const column = async () =>
      (await page.locator('theorem-table tbody td:nth-child(4)').allTextContents()).map((text) => Number(text));
    const ascending = await column();
    assert.deepEqual(
      ascending,
      ascending.toSorted((a, b) => a - b),
    );
    await page.getByRole('button', { name: 'Expansions' }).click();
    assert.deepEqual(await column(), ascending.toReversed());
  });

  it('open a theorem with its proof, coloured, and its attempts', async () => {
    await using page = await open(pages.run);
    await page.getByRole('button', { name: 't0', exact: true }).click();
    const proof = page.locator('tr.details > td > lean-code');
    assert.match((await proof.textContent())!, /^intro n m\ninduction n with/);
    assert.deepEqual(await proof.locator('.lean-keyword').allTextContents(), [
      'intro',
      'induction',
      'with',
      'simp',
      'rw',
      'omega',
    ]);
    assert.equal(await page.locator('ul.attempts > li').count(), 3);
  });

  it('draw the proof graph, and mark the proof in it', async () => {
    await using page = await open(pages.run);
    await page.getByRole('button', { name: 't0', exact: true }).click();
    await page.getByRole('button', { name: 'Proof graph' }).first().click();
    const graph = page.locator('proof-graph');
    const goals = Number((await graph.locator('.controls .hint').textContent())?.split(' ')[0]);
    assert.equal(await graph.locator('g.goal').count(), goals);
    const onPath = await graph.locator('g.goal.in-proof').count();
    assert.ok(onPath > 0 && onPath < goals);
    assert.equal(await graph.locator('g.tactic.in-proof').count(), onPath);
  });

  it('show failed tactics in the graph where that is asked for', async () => {
    await using page = await open(pages.run);
    await page.getByRole('button', { name: 't0', exact: true }).click();
    await page.getByRole('button', { name: 'Proof graph' }).first().click();
    const checkbox = page.getByLabel(/failed tactics/);
    await checkbox.check();
    const errors = Number((await page.locator('proof-graph label').textContent())?.trim().split(' ')[0]);
    assert.equal(await page.locator('g.tactic.error').count(), errors);
    await checkbox.uncheck();
    assert.equal(await page.locator('g.tactic.error').count(), 0);
  });

  it('show goal, score and every tactic of the node that is clicked', async () => {
    await using page = await open(pages.run);
    await page.getByRole('button', { name: 't0', exact: true }).click();
    await page.getByRole('button', { name: 'Proof graph' }).first().click();
    await page.locator('g.goal').first().click();
    const panel = (await page.locator('proof-graph aside').textContent())!;
    assert.match(panel, /score -\d+\.\d\d · expansion 1/);
    assert.match(panel, /⊢ \(xs \+\+ ys\)\.length \+ 0/);
    assert.match(panel, /unsolved goals/);
  });

  it('zoom the graph in', async () => {
    await using page = await open(pages.run);
    await page.getByRole('button', { name: 't0', exact: true }).click();
    await page.getByRole('button', { name: 'Proof graph' }).first().click();
    const width = async () => (await page.locator('g.goal rect').first().boundingBox())!.width;
    const before = await width();
    await page.getByTitle('Zoom in').click();
    assert.ok((await width()) > before * 1.2);
  });

  it('are dark where the reader wants it dark', async () => {
    const brightness = async (scheme: 'light' | 'dark') => {
      await using page = await open(pages.run, scheme);
      const colour = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      return Number(/\d+/.exec(String(colour))?.[0]);
    };
    assert.equal(await brightness('light'), 255);
    assert.ok((await brightness('dark')) < 60);
  });

  it('have the proofs on paper, and no buttons', async () => {
    await using page = await open(pages.run);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    await page.locator('tr.details lean-code').first().waitFor();
    const solved = Number((await page.locator('.big').textContent())?.split(' ')[0]);
    assert.equal(await page.locator('tr.details').count(), solved);
    assert.equal(await page.getByLabel('Name').isVisible(), false);
  });

  it('compare two runs, and filter by who solved what', async () => {
    await using page = await open(pages.comparison);
    const cells = await page.locator('h2:has-text("Pairs") + table tbody td').allTextContents();
    const [both, onlyFirst, onlySecond, neither] = cells.map(Number);
    for (const [kind, count] of [
      ['all-solved', both],
      ['only-0', onlyFirst],
      ['only-1', onlySecond],
      ['none-solved', neither],
    ] as const) {
      await page.getByLabel('Show').selectOption(kind);
      assert.equal(await shownRows(page), count, kind);
    }
  });

  it('ask for nothing from elsewhere, and run without errors', () => {
    assert.deepEqual(complaints, []);
  });
});

describe('the report of ten thousand attempts', () => {
  it('stays below five megabytes', async () => {
    await using folder = await temporaryFolder();
    await writeRun(folder.path, 1250, { attempts: 8, ks: [1, 8] });
    const page = await runPage(await load(folder.path), { theorems: new Set(), withoutGraphs: false });
    assert.ok(page.ok);
    assert.ok(Buffer.byteLength(page.value) < 5_000_000);
    assert.match(page.value, /proof graphs do not fit on this page/);
    assert.ok((await stat(join(folder.path, 'attempts.jsonl'))).size > 3_000_000);
  });
});
