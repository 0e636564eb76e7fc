import * as vscode from 'vscode';
import { type LanguageClient, type Middleware, State } from 'vscode-languageclient/node';
import { Attempts } from './attempts';
import { createClient, followSettings, restart } from './client';
import { LeanDocument } from './lean-document';
import type { Place } from './protocol';
import { SearchView } from './search-view';
import { suggestAt } from './suggest';
import { goToPlace, placesOf, TheoremTree, type TreeItem } from './theorem-tree';
import { unicodeInput } from './unicode-input';

/** The extension that the Lean project publishes: where it is active, it does the highlighting and the input. */
const official = 'leanprover.lean4';

const example = 'theorem hello (a b : Nat) : a + b = b + a := by\n  sorry\n';

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const running = (): LanguageClient => {
    if (client === undefined) throw new Error('The extension is not active.');
    return client;
  };
  const document = new LeanDocument();
  const attempts = new Attempts(running);
  const tree = new TheoremTree(running, document, attempts);
  const search = new SearchView(running, context.extensionUri);
  client = createClient(middlewareOf(running, attempts));

  const atCursor = (act: (place: Place) => unknown) => async (item?: TreeItem) => {
    const [place] = item?.kind === 'theorem' ? placesOf(item.uri, item.row) : [document.sorryAtCursor()];
    if (place !== undefined) await act(place);
    else void vscode.window.showInformationMessage('Ariadne: put the cursor on a line with a sorry first.');
  };
  const commands: Record<string, (...args: never[]) => unknown> = {
    'ariadne.proveHere': atCursor((place) => attempts.run('ariadne.prove', place)),
    'ariadne.suggestHere': atCursor((place) => suggestAt(running(), place)),
    'ariadne.disproveHere': atCursor((place) => attempts.run('ariadne.disprove', place)),
    'ariadne.watchHere': atCursor((place) => search.watch(place, `line ${place[1]}`)),
    'ariadne.watch': (...place: [string, number, number]) => search.watch(place, `line ${place[1]}`),
    // From the last to the first: a proof moves only what is below it.
    'ariadne.proveAll': async () => attempts.runAll((await tree.sorries()).reverse()),
    'ariadne.refreshTheorems': () => tree.refresh(),
    'ariadne.goTo': goToPlace,
    'ariadne.restart': () => restart(running()),
    'ariadne.newFile': async () => {
      const created = await vscode.workspace.openTextDocument({ language: 'lean4', content: example });
      await vscode.window.showTextDocument(created);
    },
  };
  context.subscriptions.push(
    document,
    search,
    followSettings(client),
    vscode.window.createTreeView('ariadne.theorems', { treeDataProvider: tree, showCollapseAll: true }),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
    client.onNotification('$/ariadne/read', ({ uri }: { uri: string }) => {
      attempts.forget(uri);
      tree.refresh();
    }),
    client.onNotification('$/ariadne/search/news', (params) => search.hear('news', params)),
    client.onNotification('$/ariadne/search/ended', (params) => search.hear('ended', params)),
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) search.serverStopped();
      tree.refresh();
    }),
  );
  if (vscode.extensions.getExtension(official) === undefined) context.subscriptions.push(unicodeInput());
  await vscode.commands.executeCommand('setContext', 'ariadne.active', true);
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

/** VS Code can show more than the protocol's messages: a list of suggestions, and a panel beside "prove". */
function middlewareOf(running: () => LanguageClient, attempts: Attempts): Middleware {
  return {
    executeCommand: (name, args, next) => {
      const place = args as unknown as Place;
      if (name === 'ariadne.suggest') return suggestAt(running(), place);
      if (name === 'ariadne.prove' || name === 'ariadne.disprove') return attempts.run(name, place);
      return next(name, args);
    },
    provideCodeLenses: async (document, token, next) =>
      (await next(document, token))?.flatMap((lens) => {
        if (lens.command?.command !== 'ariadne.prove') return [lens];
        const watch = { ...lens.command, title: 'watch', command: 'ariadne.watch' };
        return [lens, new vscode.CodeLens(lens.range, watch)];
      }),
  };
}
