import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Browser, chromium, type FrameLocator, type Page } from 'playwright-core';

const bin = join(import.meta.dirname, '..', '..', '..', 'bin', 'ariadne.js');

const settings = {
  'ariadne.command': [process.execPath, bin, 'lsp', '--workers', '1', '--generator', 'portfolio', '--lean', 'embedded'],
  'workbench.startupEditor': 'none',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'files.autoSave': 'off',
  'chat.commandCenter.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

export interface Start {
  /** The program and the folders that it shall use. */
  readonly command: readonly string[];
  readonly home: string;
  readonly out: string;
  readonly name: string;
}

/** VS Code in a browser, with the keys and places that a person uses. */
export class VsCode implements AsyncDisposable {
  readonly page: Page;
  readonly folder: string;
  readonly #browser: Browser;
  readonly #server: ChildProcess;
  readonly #start: Start;
  #pictures = 0;

  private constructor(parts: { page: Page; folder: string; browser: Browser; server: ChildProcess; start: Start }) {
    this.page = parts.page;
    this.folder = parts.folder;
    this.#browser = parts.browser;
    this.#server = parts.server;
    this.#start = parts.start;
  }

  static async start(start: Start): Promise<VsCode> {
    const folder = await mkdtemp(join(start.home, 'project-'));
    const user = join(start.home, 'user', 'User');
    await mkdir(user, { recursive: true });
    await writeFile(join(user, 'settings.json'), JSON.stringify(settings));
    const port = await freePort();
    const [program = '', ...args] = start.command;
    const options = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-update-check'];
    const server = spawn(program, [...args, ...options, '--disable-telemetry', folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const said: string[] = [];
    server.stdout?.on('data', (data) => said.push(String(data)));
    server.stderr?.on('data', (data) => said.push(String(data)));
    await until('code-server listens', () => said.join('').includes('HTTP server listening'));
    const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: quiet });
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(60_000);
    await page.goto(`http://127.0.0.1:${port}/?folder=${folder}`);
    await page.locator('.monaco-workbench .explorer-folders-view').waitFor();
    return new VsCode({ page, folder, browser, server, start });
  }

  async picture(name: string): Promise<void> {
    const number = String(++this.#pictures).padStart(2, '0');
    await this.page.screenshot({ path: join(this.#start.out, `${this.#start.name}-${number}-${name}.png`) });
  }

  /** Writes a file into the folder, and opens it. */
  async open(name: string, text: string): Promise<void> {
    await writeFile(join(this.folder, name), text);
    // Not over the panel that may stand in the second group.
    await this.page.keyboard.press('Control+1');
    const row = this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
    await row.click();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.page.locator('.editor-instance .view-lines').first().click();
    // The tree is there as soon as the extension is.
    await this.page.locator('.pane-header', { hasText: 'Theorems' }).waitFor();
  }

  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.page.locator('.quick-input-widget input').fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** What the active editor shows. */
  async text(): Promise<string> {
    const lines = this.page.locator('.editor-group-container.active .editor-instance .view-line');
    const read = await lines.evaluateAll((all) =>
      all
        .map((line) => ({
          top: Number.parseFloat((line as unknown as Positioned).style.top),
          text: line.textContent ?? '',
        }))
        .toSorted((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
    return read.join('\n').replaceAll('\u00a0', ' ');
  }

  async goToLine(line: number): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.page.locator('.quick-input-widget input').fill(`:${line}`);
    await this.page.keyboard.press('Enter');
  }

  /** Code lenses above a line that says so. */
  lens(title: string, nth = 0) {
    return this.page
      .locator('.editor-group-container.active .codelens-decoration a', { hasText: new RegExp(`^${title}$`) })
      .nth(nth);
  }

  async theorems(): Promise<string[]> {
    const header = this.page.locator('.pane-header', { hasText: 'Theorems' });
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
    const labels = this.page.locator('.pane:has(.pane-header[aria-label^="Theorems"]) .monaco-icon-label-container');
    return labels.evaluateAll((all) =>
      all.map((label) => [...label.children].map(({ textContent }) => textContent?.trim()).join(' ')),
    );
  }

  row(text: string) {
    return this.page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
  }

  /** What stands in a webview: VS Code puts a frame into a frame. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview').frameLocator('#active-frame');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    const ended = once(this.#server, 'exit');
    // The server starts the extension host, and that the language server.
    if (this.#server.pid !== undefined) process.kill(-this.#server.pid, 'SIGTERM');
    await ended;
  }
}

/** Resolves when the condition holds; rejects after the given time. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  milliseconds = 60_000,
): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await setTimeout(100);
  }
}

/** An element of the browser's, of whose types these files know nothing. */
interface Positioned {
  readonly style: { readonly top: string };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
