import { readFile } from 'node:fs/promises';
import { Html, type HtmlPart, html } from './html.ts';

/** The assets stay where they are written: the compiled package reads them from `src`, too. */
const assets = new URL('../../../src/eval/report/assets/', import.meta.url);

const readAsset = (name: string) => readFile(new URL(name, assets), 'utf8');

/** Names of the scripts in `assets` that a page runs. */
export type PageScript = 'lean-code.js' | 'proof-graph.js' | 'theorem-table.js' | 'run-details.js';

export interface Page {
  readonly title: string;
  readonly body: HtmlPart;
  readonly scripts: readonly PageScript[];
}

/** One HTML document that needs nothing but itself. */
export async function renderPage({ title, body, scripts }: Page): Promise<string> {
  const style = new Html(await readAsset('report.css'));
  const code = await Promise.all(scripts.map(readAsset));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
${style}</style>
</head>
<body>
${body}
${code.map((script) => html`<script type="module">\n${new Html(script)}</script>\n`)}</body>
</html>
`.text;
}

/** Text that scripts of the page read and nobody sees. It must hold no markup: base64, digits and blanks. */
export const dataBlock = (id: string, text: string): Html =>
  html`<script type="text/plain" id="${id}">${new Html(text)}</script>\n`;
