import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

interface Suggestion {
  readonly logProbability: number;
  readonly check:
    | { readonly tactic: string; readonly outcome: 'closes' }
    | { readonly tactic: string; readonly outcome: 'leaves'; readonly goals: readonly string[] };
}

/** Shows what the server suggests for a `sorry`, with what each tactic leaves; the chosen one takes its place. */
export async function suggestAt(client: LanguageClient, parameters: readonly unknown[]): Promise<void> {
  const [uri, line, column] = parameters as [string, number, number];
  const { suggestions } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: 'Ariadne is looking for tactics' },
    (_, cancel) =>
      client.sendRequest<{ suggestions: Suggestion[] }>('ariadne/suggestions', [uri, line, column], cancel),
  );
  const picks = suggestions.map(({ logProbability, check }) => ({
    label: check.tactic,
    description: check.outcome === 'closes' ? 'closes the goal' : `leaves ${check.goals.length}`,
    detail: check.outcome === 'closes' ? '' : ((check.goals[0] ?? '').split('\n').slice(-1)[0] ?? ''),
    probability: Math.exp(logProbability),
  }));
  if (picks.length === 0) {
    void vscode.window.showInformationMessage('Ariadne has no suggestion that Lean accepts.');
    return;
  }
  const picked = await vscode.window.showQuickPick(picks, { title: 'Tactics that Lean accepts', matchOnDetail: true });
  if (picked === undefined) return;
  const chosen = suggestions.find(({ check }) => check.tactic === picked.label)?.check;
  await client.sendRequest('ariadne/place', [uri, line, column, picked.label, chosen?.outcome === 'closes']);
}
