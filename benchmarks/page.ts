/**
 * Frames per second of the proof graph on the page, in a Chromium without a GPU: while it grows to so many goals, and then
 * while a person moves and zooms it. The searches are scripted; page, socket and drawing are the real ones.
 *
 *     node benchmarks/page.ts [--goals 5000] [--json FILE] [--picture FILE.png]
 */
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { chromium, type Page } from 'playwright-core';
import { fail } from '../src/data/result.ts';
import { httpServer } from '../src/doors/http/index.ts';
import type { GraphChange, PageNews } from '../src/doors/live/messages.ts';
import { pageFiles, pageRoutes } from '../src/doors/page/index.ts';
import { Workbench } from '../src/doors/workbench/index.ts';
import { branchingTrace } from '../test/eval/large-run.ts';

const { values } = parseArgs({
  options: { goals: { type: 'string', default: '5000' }, json: { type: 'string' }, picture: { type: 'string' } },
});
const goals = Number(values.goals);
/** Goals in one message, of which there are ten a second: far more than Lean can check. */
const burst = 100;

const nothing = async () => fail({ code: 'none', message: 'There is no Lean in this measurement.' });
const files = await pageFiles(() => process.stderr.write('building the page\n'));
if (!files.ok) throw new Error(files.error.message);
const app = httpServer({ hosts: [], origins: [] });
const workbench = new Workbench({ openLean: nothing, createGenerator: nothing });
await pageRoutes(app, { workbench, token: 'token', files: files.value, runs: undefined });
await app.listen({ port: 0, host: '127.0.0.1' });
const address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
await page.route('**/page/about', (route) => route.fulfill({ json: { lean: 'none', generator: 'none', runs: false } }));
await page.route('**/page/goals', (route) =>
  route.fulfill({
    json: {
      sorries: [{ line: 1, column: 1, declaration: 'scripted', kind: 'theorem', goals: ['⊢ True'] }],
      diagnostics: [],
    },
  }),
);
const grown = Promise.withResolvers<void>();
await page.routeWebSocket(/page\/socket/, (socket) => {
  const tell = (news: PageNews) => socket.send(JSON.stringify(news));
  socket.onMessage((data) => {
    if (JSON.parse(String(data)).kind !== 'prove') return;
    const changes = bursts();
    const timer = setInterval(() => {
      const next = changes.next();
      if (next.done) {
        clearInterval(timer);
        grown.resolve();
      } else tell({ kind: 'graph', change: next.value });
    }, 100);
  });
});

/** A graph of the shape that searches leave, in the order in which it would be found. */
function* bursts(): Generator<GraphChange> {
  const { nodes, edges } = branchingTrace(7, false, goals);
  const steps = Map.groupBy(
    edges.filter(({ children }) => children.length > 0),
    ({ children }) => Math.max(...children),
  );
  for (let from = 0; from < nodes.length; from += burst) {
    const fresh = nodes.slice(from, from + burst);
    yield {
      nodes: fresh.map(({ id, state, score }) => ({
        id,
        target: state.split('⊢ ')[1]!,
        goals: 1,
        score,
        depth: 0,
      })),
      steps: fresh.flatMap(({ id }) =>
        (steps.get(id) ?? []).map((edge) => ({ from: edge.from, tactic: edge.tactic, targets: edge.children })),
      ),
      marks: fresh.map(({ id, status }) => [id, status, id % 23]),
    };
  }
}

/** Milliseconds between the frames while something is done. */
async function frames(of: Page, act: () => Promise<void>): Promise<number[]> {
  await of.evaluate(`
    globalThis.frameTimes = [];
    let last;
    const note = (now) => {
      if (last !== undefined) frameTimes.push(now - last);
      last = now;
      globalThis.frame = requestAnimationFrame(note);
    };
    globalThis.frame = requestAnimationFrame(note);`);
  await act();
  return (await of.evaluate('cancelAnimationFrame(globalThis.frame), frameTimes')) as number[];
}

await page.goto(`${address}/#token=token`);
await page.getByRole('button', { name: 'Prove the sorry' }).waitFor();
const stage = page.getByRole('application');
const box = (await stage.boundingBox())!;
const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];

async function drag(): Promise<void> {
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 0; step < 120; step++) {
    await page.mouse.move(x + 180 * Math.sin(step / 9), y + 120 * Math.cos(step / 7));
    await page.waitForTimeout(8);
  }
  await page.mouse.up();
}

async function wheel(steps: number, by: number): Promise<void> {
  await page.mouse.move(x, y);
  for (let step = 0; step < steps; step++) {
    await page.mouse.wheel(0, by);
    await page.waitForTimeout(16);
  }
}

const measured: Record<string, number[]> = {};
measured[`growing to ${goals} goals, ${10 * burst} a second`] = await frames(page, async () => {
  await page.getByRole('button', { name: 'Prove the sorry' }).click();
  await grown.promise;
});
await stage.focus();
await page.keyboard.press('0');
if (values.picture !== undefined) {
  await page.waitForTimeout(1000);
  await page.screenshot({ path: values.picture });
}
measured['moving, all in view'] = await frames(page, drag);
// A goal that is chosen by keyboard comes to the middle, at a size at which it can be read.
for (const key of ['0', 'Home', 'ArrowRight', 'ArrowRight', ...Array(40).fill('ArrowDown')])
  await page.keyboard.press(key);
measured['moving, cards can be read'] = await frames(page, drag);
measured['zooming out'] = await frames(page, () => wheel(90, 40));
measured['zooming in'] = await frames(page, () => wheel(90, -40));

const table = new Table({ head: ['', 'frames', 'frames/s', 'median ms', '95 % below ms', 'longest ms'] });
const rows = Object.entries(measured).map(([what, times]) => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const total = times.reduce((sum, time) => sum + time, 0);
  return {
    what,
    frames: times.length,
    perSecond: (1000 * times.length) / total,
    median: at(0.5),
    high: at(0.95),
    longest: at(1),
  };
});
for (const { what, frames: number, perSecond, median, high, longest } of rows) {
  table.push([what, number, perSecond.toFixed(1), median.toFixed(1), high.toFixed(1), longest.toFixed(1)]);
}
console.log(table.toString());
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(rows, null, 2)}\n`);
await browser.close();
await app.close();
