import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Place } from './protocol';

/** What the panel says and is told (`page/src/webview/messages.ts`); the server checks what is passed on to it. */
type FromPanel = { readonly kind: string; readonly seconds?: number; readonly request?: unknown };

/**
 * A panel in which somebody watches a search and takes part in it. The panel is our own code under a policy that lets it
 * load nothing else and speak to nobody; what it asks goes through here to the language server, always for the search
 * that was opened here, so that it can name no other file.
 */
export class SearchView implements vscode.Disposable {
  readonly #client: () => LanguageClient;
  readonly #files: vscode.Uri;
  #panel: vscode.WebviewPanel | undefined;
  #ready = false;
  #search = 0;
  #asked: { readonly place: Place; readonly title: string } | undefined;

  constructor(client: () => LanguageClient, extension: vscode.Uri) {
    this.#client = client;
    this.#files = vscode.Uri.joinPath(extension, 'dist', 'panel');
  }

  /** Searches for a proof of a `sorry`, in the panel that is there or in a new one. */
  watch(place: Place, title: string): void {
    this.#end();
    this.#search++;
    this.#asked = { place, title };
    if (this.#panel === undefined) this.#open();
    else this.#panel.reveal(undefined, true);
    if (this.#ready) this.#begin();
  }

  /** What the server says of a search; of another than the one that is shown it is too late. */
  hear(kind: 'news' | 'ended', params: { readonly search: number; readonly reason?: string }): void {
    if (params.search === this.#search) void this.#panel?.webview.postMessage({ kind, ...params });
  }

  /** The server is gone, and every search with it. */
  serverStopped(): void {
    this.hear('ended', { search: this.#search, reason: 'The language server has stopped.' });
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): void {
    const panel = vscode.window.createWebviewPanel(
      'ariadne.search',
      'Ariadne: search',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, retainContextWhenHidden: true, localResourceRoots: [this.#files] },
    );
    this.#panel = panel;
    panel.webview.onDidReceiveMessage((message: FromPanel) => this.#take(message));
    panel.onDidDispose(() => {
      this.#end();
      this.#panel = undefined;
      this.#ready = false;
    });
    panel.webview.html = this.#html(panel.webview);
  }

  #begin(): void {
    if (this.#asked === undefined) return;
    const { title } = this.#asked;
    void this.#panel?.webview.postMessage({ kind: 'prove', search: this.#search, title });
  }

  #end(): void {
    const client = this.#client();
    if (this.#asked === undefined || !client.isRunning()) return;
    void client.sendNotification('ariadne/search/close', { search: this.#search });
    this.#asked = undefined;
  }

  async #take({ kind, seconds, request }: FromPanel): Promise<void> {
    const client = this.#client();
    const search = this.#search;
    switch (kind) {
      case 'ready':
        this.#ready = true;
        this.#begin();
        break;
      case 'open': {
        if (this.#asked === undefined) return;
        const [uri, line, column] = this.#asked.place;
        try {
          await client.sendRequest('ariadne/search/open', { search, uri, line, column, seconds });
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          this.hear('ended', { search, reason });
        }
        break;
      }
      case 'ask':
        await client.sendNotification('ariadne/search/ask', { search, request });
        break;
      case 'write': {
        const answer = await client
          .sendRequest<{ written: boolean }>('ariadne/search/write', { search })
          .catch(() => ({ written: false }));
        void this.#panel?.webview.postMessage({ kind: 'written', search, written: answer.written });
      }
    }
  }

  #html(webview: vscode.Webview): string {
    const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(this.#files, name)).toString();
    const policy = `default-src 'none'; script-src ${webview.cspSource}; style-src ${webview.cspSource}`;
    return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <title>Ariadne</title>
    <link rel="stylesheet" href="${file('colours.css')}" />
    <link rel="stylesheet" href="${file('dark.css')}" id="dark" />
    <link rel="stylesheet" href="${file('panel.css')}" />
  </head>
  <body>
    <script src="${file('main.js')}"></script>
  </body>
</html>`;
  }
}
