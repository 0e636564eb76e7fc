import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ReasoningProblem } from '../../data/benchmark/reasoning-problem.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { readText } from '../../data/text-file.ts';

export type Role = 'system' | 'user' | 'assistant';

export interface PromptMessage {
  readonly role: Role;
  readonly content: string;
}

/** What a model is shown before the problem and around it. */
export interface Prompt {
  /** For manifests: the beginning of the SHA-256 of its text. */
  readonly hash: string;
  /** As messages, for the chat API. */
  messages(problem: ReasoningProblem): readonly PromptMessage[];
  /** As one text that ends where the model is to go on, for the completions API. */
  text(problem: ReasoningProblem): string;
}

/** Ends the answer of a model that only continues a text. */
export const promptStop = '\n###';

/** The prompt that ships with the project; it is read from where it is written, by the compiled package as well. */
export const shippedPrompt = join(import.meta.dirname, '..', '..', '..', 'src', 'reason', 'translation', 'prompt.txt');

const heading = /^### (system|user|assistant)[ \t]*$/gm;

/**
 * Reads a few-shot prompt: sections that begin with `### system`, `### user` or `### assistant` on a line of their own,
 * with `{problem}` once in a section of the user, where the problem goes in.
 */
export async function readPrompt(path: string): Promise<Result<Prompt, Problem>> {
  const text = await readText(path);
  return text.ok ? parsePrompt(text.value, path) : text;
}

export function parsePrompt(text: string, file: string): Result<Prompt, Problem> {
  const wrong = (message: string): Result<Prompt, Problem> =>
    fail({
      code: 'bad-prompt',
      message: `${file} ${message}`,
      where: { file },
      hint: 'Copy src/reason/translation/prompt.txt and change the copy.',
    });
  const [before = '', ...parts] = text.split(heading);
  if (before.trim() !== '') return wrong('has text before its first section');
  const sections: PromptMessage[] = [];
  for (let index = 0; index + 1 < parts.length; index += 2) {
    sections.push({ role: parts[index] as Role, content: parts[index + 1]!.trim() });
  }
  const holders = sections.filter(({ role, content }) => role === 'user' && content.includes('{problem}'));
  if (holders.length !== 1) return wrong('must have {problem} in exactly one section of the user');
  const filled = (problem: ReasoningProblem) =>
    sections.map(({ role, content }) => ({ role, content: content.replace('{problem}', () => problemText(problem)) }));
  return ok({
    hash: createHash('sha256').update(text).digest('hex').slice(0, 8),
    messages: (problem) => filled(problem).filter(({ content }) => content !== ''),
    text: (problem) => {
      const shown = filled(problem).filter(({ role, content }) => content !== '' || role !== 'assistant');
      return `${shown.map(({ role, content }) => `### ${role}\n${content}\n\n`).join('')}### assistant\n`;
    },
  });
}

/** Sentences are put on one line each, so that none can look like a part of the prompt. */
function problemText({ premises, conclusion }: ReasoningProblem): string {
  const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
  return [
    'Premises:',
    ...premises.map((premise, index) => `${index + 1}. ${oneLine(premise)}`),
    `Conclusion: ${oneLine(conclusion)}`,
  ].join('\n');
}
