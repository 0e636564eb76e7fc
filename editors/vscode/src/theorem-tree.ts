import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

/** A declaration that holds a `sorry`, as the server tells it. Lines and columns are 1-based. */
export interface OpenTheorem {
  readonly name: string;
  readonly kind: string;
  readonly line: number;
  readonly column: number;
  readonly goals: readonly string[];
}

/** The theorems of the active file that are still to be proved; their goals below them. */
export class TheoremTree implements vscode.TreeDataProvider<OpenTheorem | string> {
  readonly #client: LanguageClient;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(client: LanguageClient) {
    this.#client = client;
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  async theorems(): Promise<readonly OpenTheorem[]> {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== 'lean4' || !this.#client.isRunning()) return [];
    return this.#client.sendRequest<OpenTheorem[]>('ariadne/theorems', { uri: document.uri.toString() });
  }

  async getChildren(parent?: OpenTheorem | string): Promise<(OpenTheorem | string)[]> {
    if (parent === undefined) return [...(await this.theorems())];
    return typeof parent === 'string' ? [] : [...parent.goals];
  }

  getTreeItem(element: OpenTheorem | string): vscode.TreeItem {
    if (typeof element === 'string') return new vscode.TreeItem(element.slice(element.lastIndexOf('⊢')));
    const item = new vscode.TreeItem(element.name, vscode.TreeItemCollapsibleState.Collapsed);
    const uri = vscode.window.activeTextEditor?.document.uri;
    const position = new vscode.Position(element.line - 1, element.column - 1);
    item.description = `${element.kind}, line ${element.line}`;
    item.iconPath = new vscode.ThemeIcon('circle-outline');
    item.tooltip = element.goals.join('\n\n');
    if (uri !== undefined) {
      const options = { selection: new vscode.Range(position, position) };
      item.command = { title: 'Go to', command: 'vscode.open', arguments: [uri, options] };
    }
    return item;
  }
}
