import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Problem } from '../../data/problem.ts';
import type { Result } from '../../data/result.ts';
import { bounded } from './bounds.ts';

/** An answer as an agent gets it: the same JSON as text and as structured content, or an error with code and hint. */
export function toolResult(result: Result<Readonly<Record<string, unknown>>, Problem>): CallToolResult {
  if (result.ok) {
    const answer = bounded(result.value);
    return { content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: answer };
  }
  const { code, message, hint, where } = bounded(result.error);
  const error = { code, message, ...(hint !== undefined && { hint }), ...(where !== undefined && { where }) };
  return { content: [{ type: 'text', text: JSON.stringify({ error }) }], structuredContent: { error }, isError: true };
}
