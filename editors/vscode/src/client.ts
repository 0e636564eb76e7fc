import * as vscode from 'vscode';
import { type Executable, LanguageClient, type Middleware } from 'vscode-languageclient/node';

const settings = () => vscode.workspace.getConfiguration('ariadne');

/** What the server is told at the start, and whenever it changes. */
const serverSettings = () => ({ seconds: settings().get('seconds'), suggestions: settings().get('suggestions') });

export function createClient(middleware: Middleware): LanguageClient {
  // Read at every start, so that a restart takes what somebody has just set.
  const server: Executable = {
    get command() {
      return settings().get<string[]>('command')?.[0] ?? 'npx';
    },
    get args() {
      return settings().get<string[]>('command')?.slice(1) ?? [];
    },
    // On Windows npx is a script, which only a shell starts.
    options: { shell: process.platform === 'win32' },
  };
  return new LanguageClient('ariadne', 'Ariadne', server, {
    documentSelector: [{ language: 'lean4' }],
    initializationOptions: serverSettings,
    middleware,
  });
}

/** Tells the server of settings that have changed; another program is started anew. */
export const followSettings = (client: LanguageClient): vscode.Disposable =>
  vscode.workspace.onDidChangeConfiguration(async (change) => {
    if (change.affectsConfiguration('ariadne.command')) await restart(client);
    else if (change.affectsConfiguration('ariadne') && client.isRunning()) {
      await client.sendNotification('workspace/didChangeConfiguration', { settings: { ariadne: serverSettings() } });
    }
  });

/** Starts the server anew; where it does not start, somebody has to put `ariadne.command` right. */
export async function restart(client: LanguageClient): Promise<void> {
  try {
    if (client.needsStop()) await client.stop();
    await client.start();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`Ariadne does not start: ${reason} See the setting ariadne.command.`);
  }
}
