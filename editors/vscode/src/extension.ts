import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions } from 'vscode-languageclient/node';
import { suggestAt } from './suggest';
import { TheoremTree } from './theorem-tree';
import { unicodeInput } from './unicode-input';

/** The extension that the Lean project publishes: where it is active, it does the highlighting and the input. */
const official = 'leanprover.lean4';

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  client = createClient();
  const tree = new TheoremTree(client);
  context.subscriptions.push(
    vscode.window.registerTreeDataProvider('ariadne.theorems', tree),
    vscode.window.onDidChangeActiveTextEditor(() => tree.refresh()),
    vscode.workspace.onDidSaveTextDocument(() => tree.refresh()),
    vscode.commands.registerCommand('ariadne.refreshTheorems', () => tree.refresh()),
    vscode.commands.registerCommand('ariadne.restart', () => client?.restart()),
    vscode.commands.registerCommand('ariadne.proveHere', () => atCursor('ariadne.prove')),
    vscode.commands.registerCommand('ariadne.suggestHere', () => atCursor('ariadne.suggest')),
    vscode.commands.registerCommand('ariadne.disproveHere', () => atCursor('ariadne.disprove')),
    vscode.commands.registerCommand('ariadne.proveAll', () => proveAll(tree)),
  );
  if (vscode.extensions.getExtension(official) === undefined) context.subscriptions.push(unicodeInput());
  await client.start();
  tree.refresh();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

function createClient(): LanguageClient {
  const settings = vscode.workspace.getConfiguration('ariadne');
  const [command = 'npx', ...args] = settings.get<string[]>('command') ?? [];
  const clientOptions: LanguageClientOptions = {
    documentSelector: [{ language: 'lean4' }],
    initializationOptions: { seconds: settings.get('seconds'), suggestions: settings.get('suggestions') },
    middleware: {
      // VS Code can show more of a suggestion than the protocol's message box can.
      executeCommand: (name, parameters, next) =>
        name === 'ariadne.suggest' && client !== undefined ? suggestAt(client, parameters) : next(name, parameters),
    },
  };
  return new LanguageClient('ariadne', 'Ariadne', { command, args }, clientOptions);
}

/** Runs a command of the server for the `sorry` on the cursor's line. */
async function atCursor(command: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  const { line } = editor.selection.active;
  const text = editor.document.lineAt(line).text;
  const at = Math.max(0, text.indexOf('sorry'));
  await vscode.commands.executeCommand(
    command,
    editor.document.uri.toString(),
    line + 1,
    [...text.slice(0, at)].length + 1,
  );
}

async function proveAll(tree: TheoremTree): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  // From the last to the first: a proof moves only what is below it.
  for (const { line, column } of [...(await tree.theorems())].reverse()) {
    await vscode.commands.executeCommand('ariadne.prove', editor.document.uri.toString(), line, column);
  }
  tree.refresh();
}
