import { fail, ok, type Result } from '../../data/result.ts';
import type { LeanFailure } from '../failure.ts';
import type { TacticOutlineResult, TacticTree } from '../protocol.ts';
import type { LeanPool } from './pool.ts';
import { materialise } from './replay.ts';
import type { SessionState } from './session-state.ts';

/** A script, taken apart as far as it parses. */
export interface Outline {
  readonly tactics: readonly TacticTree[];
  /** Why not all of it parses. */
  readonly message?: string;
}

/** How often what does not parse is cut off. */
const cuts = 8;
/** No proof is longer; what is, would keep Lean's parser busy for minutes. */
const longest = { lines: 2_000, characters: 65_536 };

/** Takes a script apart where a state stands; of one that does not parse, the lines before the first that is at fault. */
export async function outlineScript(
  pool: LeanPool,
  state: SessionState,
  script: string,
  signal: AbortSignal | undefined,
): Promise<Result<Outline, LeanFailure>> {
  const acquired = await pool.acquire((worker) => worker.holds(state), signal);
  if (!acquired.ok) return acquired;
  const worker = acquired.value;
  const ask = async (text: string): Promise<Result<TacticOutlineResult, LeanFailure>> => {
    const rebuilt = await materialise(worker, state, signal, (other) => other === state);
    return rebuilt.ok ? worker.outline(state, text, signal) : rebuilt;
  };
  const outlined = await outlineBy(ask, script);
  const reason = !outlined.ok && outlined.error.kind === 'timeout' ? 'timeout' : 'crash';
  pool.release(worker, reason, outlined.ok ? undefined : outlined.error.message);
  return outlined;
}

async function outlineBy(
  ask: (text: string) => Promise<Result<TacticOutlineResult, LeanFailure>>,
  script: string,
): Promise<Result<Outline, LeanFailure>> {
  let lines = beginning(script);
  let first = lines.length < script.split('\n').length ? 'the script is too long' : undefined;
  for (let cut = 0; cut < cuts && lines.length > 0; cut++) {
    const answer = await ask(lines.join('\n'));
    if (!answer.ok) return fail(answer.error);
    const { tactics, message = '' } = answer.value;
    if (tactics !== undefined) return ok({ tactics, ...(first !== undefined && { message: first }) });
    first ??= message;
    const line = Number(/^<tactic>:(\d+):/.exec(message)?.[1] ?? 1);
    lines = lines.slice(0, Math.min(line, lines.length) - 1);
  }
  return ok({ tactics: [], message: first ?? 'the script is empty' });
}

/** As many lines as may be parsed. */
function beginning(script: string): string[] {
  const lines = script.split('\n').slice(0, longest.lines);
  let characters = 0;
  const end = lines.findIndex((line) => {
    characters += line.length + 1;
    return characters > longest.characters;
  });
  return end < 0 ? lines : lines.slice(0, end);
}
