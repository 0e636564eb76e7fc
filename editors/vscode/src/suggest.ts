import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Place, Suggestion } from './protocol';

interface Pick extends vscode.QuickPickItem {
  readonly suggestion: Suggestion;
}

/** Shows what the server suggests for a `sorry`, with what each tactic leaves; the chosen one takes its place. */
export async function suggestAt(client: LanguageClient, place: Place): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: 'Ariadne looks for tactics',
    cancellable: true,
  };
  const suggestions = await vscode.window.withProgress(options, async (_, cancel) => {
    try {
      const answer = await client.sendRequest<{ suggestions: Suggestion[] }>('ariadne/suggestions', place, cancel);
      return answer.suggestions;
    } catch (error) {
      if (cancel.isCancellationRequested) return undefined;
      void vscode.window.showErrorMessage(`Ariadne: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  });
  if (suggestions === undefined) return;
  if (suggestions.length === 0) {
    void vscode.window.showInformationMessage('Ariadne has no suggestion that Lean accepts.');
    return;
  }
  const picked = await vscode.window.showQuickPick(suggestions.map(pickOf), {
    title: 'Tactics that Lean accepts here',
    placeHolder: 'The chosen one takes the place of the sorry',
    matchOnDetail: true,
  });
  if (picked === undefined) return;
  const { check } = picked.suggestion;
  const left = check.outcome === 'leaves' ? check.goals.length : 0;
  await client.sendRequest('ariadne/place', [...place, check.tactic, left]);
}

function pickOf(suggestion: Suggestion): Pick {
  const { check } = suggestion;
  const label = check.tactic.replaceAll(/\s*\n\s*/g, '; ');
  if (check.outcome === 'closes') return { label, description: 'closes the goal', suggestion };
  const { goals } = check;
  const description = goals.length === 1 ? 'leaves a goal' : `leaves ${goals.length} goals`;
  return { label, description, detail: goals.map(targetOf).join('    '), suggestion };
}

const targetOf = (goal: string): string => goal.slice(goal.lastIndexOf('⊢')).replaceAll(/\s+/g, ' ');
