import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Attempt, Attempts } from './attempts';
import { type LeanDocument, positionOf } from './lean-document';
import type { Place, TheoremRow } from './protocol';

/** A theorem of a file. */
interface TheoremItem {
  readonly kind: 'theorem';
  readonly uri: vscode.Uri;
  readonly row: TheoremRow;
}
/** What a `sorry` leaves to be proved. */
interface GoalItem {
  readonly kind: 'goal';
  readonly uri: vscode.Uri;
  readonly goal: string;
  readonly line: number;
  readonly column: number;
}
export type TreeItem = TheoremItem | GoalItem;

const looks = {
  complete: { icon: 'pass', colour: 'testing.iconPassed', words: 'complete' },
  open: { icon: 'circle-outline', colour: undefined, words: 'to be proved' },
  broken: { icon: 'error', colour: 'errorForeground', words: 'has an error' },
  searching: { icon: 'sync~spin', colour: undefined, words: 'searching' },
  unproved: { icon: 'circle-slash', colour: 'list.warningForeground', words: 'not proved' },
} as const;

/** The theorems of the file that somebody works on, with their state; the goals of what is open below them. */
export class TheoremTree implements vscode.TreeDataProvider<TreeItem> {
  readonly #client: () => LanguageClient;
  readonly #document: LeanDocument;
  readonly #attempts: Attempts;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(client: () => LanguageClient, document: LeanDocument, attempts: Attempts) {
    this.#client = client;
    this.#document = document;
    this.#attempts = attempts;
    document.onDidChange(() => this.refresh());
    attempts.onDidChange(() => this.refresh());
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  /** Every `sorry` of the file that Lean reaches, in the order of the text. */
  async sorries(): Promise<Place[]> {
    const rows = await this.#rows();
    return rows.flatMap(({ uri, row }) => placesOf(uri, row));
  }

  async getChildren(parent?: TreeItem): Promise<TreeItem[]> {
    if (parent === undefined) return this.#rows();
    if (parent.kind === 'goal') return [];
    const { uri, row } = parent;
    return row.sorries.flatMap(({ line, column, goals }) =>
      goals.map((goal): GoalItem => ({ kind: 'goal', uri, goal, line, column })),
    );
  }

  getTreeItem(element: TreeItem): vscode.TreeItem {
    return element.kind === 'goal' ? goalItem(element) : this.#theoremItem(element);
  }

  async #rows(): Promise<TheoremItem[]> {
    const document = this.#document.current;
    const client = this.#client();
    if (document === undefined || !client.isRunning()) return [];
    const { uri } = document;
    const rows = await client.sendRequest<TheoremRow[]>('ariadne/theorems', { uri: uri.toString() });
    return rows.map((row) => ({ kind: 'theorem', uri, row }));
  }

  #theoremItem({ uri, row }: TheoremItem): vscode.TreeItem {
    const attempts = placesOf(uri, row).map((place) => this.#attempts.at(place));
    const attempt =
      attempts.find((each) => each?.kind === 'searching') ??
      attempts.find((each): each is Attempt => each !== undefined);
    const { icon, colour, words } = looks[attempt?.kind ?? row.state];
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(row.name, row.sorries.length === 0 ? None : Collapsed);
    const why = attempt?.kind === 'unproved' ? attempt.why : row.message;
    item.description = why === undefined ? words : `${words}: ${why}`;
    item.iconPath = new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
    item.contextValue = row.sorries.length === 0 ? row.state : 'provable';
    const where = row.line === undefined ? '' : `, line ${row.line}`;
    item.tooltip = [`${row.kind} ${row.name}${where}: ${item.description}`, ...goalsOf(row)].join('\n\n');
    if (row.line !== undefined) item.command = goTo(uri, row.line, 1);
    return item;
  }
}

export const placesOf = (uri: vscode.Uri, { sorries }: TheoremRow): Place[] =>
  sorries.map(({ line, column }) => [uri.toString(), line, column]);

const goalsOf = ({ sorries }: TheoremRow): string[] => sorries.flatMap(({ goals }) => goals);

function goalItem({ uri, goal, line, column }: GoalItem): vscode.TreeItem {
  const target = goal.slice(goal.lastIndexOf('⊢')).replaceAll(/\s+/g, ' ');
  const item = new vscode.TreeItem(target);
  item.tooltip = goal;
  item.command = goTo(uri, line, column);
  return item;
}

const goTo = (uri: vscode.Uri, line: number, column: number): vscode.Command => ({
  title: 'Go to',
  command: 'ariadne.goTo',
  arguments: [uri, line, column],
});

export async function goToPlace(uri: vscode.Uri, line: number, column: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const position = positionOf(document, line, column);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
}
