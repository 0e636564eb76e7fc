import { fileURLToPath } from 'node:url';
import { McpServer, type ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import {
  DisproofAnswer,
  GoalsAnswer,
  MinimisedAnswer,
  PlacesAnswer,
  PremisesAnswer,
  ProofAnswer,
  SuggestionsAnswer,
  TacticsAnswer,
  VerificationAnswer,
} from '../workbench/answers.ts';
import type { SearchRequest, Subject, Workbench } from '../workbench/index.ts';
import { toolResult } from './answer.ts';
import { trustRule, usage } from './guide.ts';
import { readBelow, rootsBelow } from './roots.ts';

export interface McpSetup {
  readonly workbench: Workbench;
  readonly version: string;
  /** Folders that files may be read from, beside those that the client names. */
  readonly roots: readonly string[];
  /** The one folder that files may be read from where neither the client nor anybody else names one. */
  readonly folder: string;
  /**
   * Which folders a client may name as its own: `any` where it is the one that started the server, so that it could read them by
   * itself; elsewhere only some `below` those that the server was given.
   */
  readonly clientMayName: 'any' | 'below';
}

const source = {
  file: z.string().max(4096).optional().describe('path of a Lean file, below one of the roots'),
  text: z.string().max(2_000_000).optional().describe('the Lean text itself, in place of `file`'),
};
const position = {
  line: z.int().min(1).optional().describe('1-based line'),
  column: z.int().min(1).optional().describe('1-based column, in code points'),
};
const subject = {
  ...source,
  ...position,
  statement: z.string().max(100_000).optional().describe('a proposition, in place of a `sorry` of a file'),
  state: z.string().max(100_000).optional().describe('a printed goal: hypotheses, then a line that begins with ⊢'),
};
const budget = {
  seconds: z.number().positive().max(3600).default(30).describe('wall-clock budget'),
  checks: z.int().positive().max(1_000_000).optional().describe('budget of tactic checks'),
};
const tactics = z.array(z.string().max(100_000)).min(1).max(64);

type SubjectArguments = z.infer<z.ZodObject<typeof subject>>;
type SourceArguments = z.infer<z.ZodObject<typeof source>>;

/** The tools of Ariadne for an agent: all of them answer with values, and none trusts what another would refuse. */
export function mcpServer({ workbench, version, roots, folder, clientMayName }: McpSetup): McpServer {
  const server = new McpServer(
    { name: 'ariadne', title: 'Ariadne, a prover for Lean 4', version },
    { instructions: usage },
  );

  const allowedRoots = async (): Promise<readonly string[]> => {
    const named = await clientRoots(server);
    const given = roots.length > 0 ? roots : [folder];
    if (clientMayName === 'any') return roots.length + named.length > 0 ? [...roots, ...named] : given;
    return named.length > 0 ? rootsBelow(given, named) : given;
  };
  const documentOf = async ({ file, text }: SourceArguments) => {
    if ((file === undefined) === (text === undefined)) return fail(oneOf('`file` or `text`'));
    if (text !== undefined) return ok({ name: 'untitled.lean', text });
    return readBelow(await allowedRoots(), file ?? '');
  };
  const subjectOf = async (args: SubjectArguments): Promise<Result<Subject, Problem>> => {
    const { statement, state, line, column } = args;
    const given = [statement, state, args.file ?? args.text].filter((each) => each !== undefined);
    if (given.length !== 1) return fail(oneOf('a `sorry` (`file` or `text`, and `line`), a `statement` or a `state`'));
    if (statement !== undefined) return ok({ kind: 'statement', statement });
    if (state !== undefined) return ok({ kind: 'state', state });
    const document = await documentOf(args);
    if (!document.ok) return document;
    return ok({ kind: 'sorry', document: document.value, position: line === undefined ? undefined : { line, column } });
  };

  server.registerTool(
    'goals',
    {
      title: 'Goals',
      description:
        'Every `sorry` of a Lean file with its goals; with a line (and column), the goals there, `sorry` or not. And what Lean says of the file.',
      inputSchema: z.object({ ...source, ...position }),
      outputSchema: z.object({ ...GoalsAnswer.shape, ...PlacesAnswer.shape }).partial({ sorries: true, places: true }),
      annotations: { readOnlyHint: true },
    },
    async ({ line, column, ...args }, { mcpReq }) => {
      const document = await documentOf(args);
      if (!document.ok) return toolResult(document);
      if (line === undefined) return toolResult(await workbench.goals(document.value, mcpReq.signal));
      return toolResult(await workbench.goalsAt(document.value, { line, column }, mcpReq.signal));
    },
  );

  server.registerTool(
    'try_tactics',
    {
      title: 'Try tactics',
      description: 'Checks several tactics (each may have several lines) on one goal: what each leaves, or its error.',
      inputSchema: z.object({ ...subject, tactics }),
      outputSchema: TacticsAnswer,
      annotations: { readOnlyHint: true },
    },
    async ({ tactics: wanted, ...args }, { mcpReq }) => {
      const on = await subjectOf(args);
      return toolResult(on.ok ? await workbench.tryTactics(on.value, wanted, mcpReq.signal) : on);
    },
  );

  server.registerTool(
    'suggest',
    {
      title: 'Suggest tactics',
      description: 'Tactics for a goal that Lean has accepted, those that close it first.',
      inputSchema: z.object({
        ...subject,
        count: z.int().min(1).max(32).default(8),
        prefix: z.string().max(1000).default('').describe('what every suggestion begins with'),
      }),
      outputSchema: SuggestionsAnswer,
      annotations: { readOnlyHint: true },
    },
    async ({ count, prefix, ...args }, { mcpReq }) => {
      const on = await subjectOf(args);
      return toolResult(on.ok ? await workbench.suggest(on.value, { count, prefix, seed: 0 }, mcpReq.signal) : on);
    },
  );

  server.registerTool(
    'prove',
    {
      title: 'Prove',
      description:
        'Searches for a proof of a `sorry` or a statement and verifies it. Without one: the open goals nearest to closing.',
      inputSchema: z.object({ ...subject, ...budget }),
      outputSchema: z.object({ proof: ProofAnswer }),
      annotations: { readOnlyHint: true },
    },
    async ({ seconds, checks, ...args }, context) => {
      const on = await subjectOf(args);
      if (!on.ok) return toolResult(on);
      const proof = await workbench.prove(on.value, searchRequest({ seconds, checks }, context));
      return toolResult(proof.ok ? ok({ proof: proof.value.answer }) : proof);
    },
  );

  server.registerTool(
    'verify',
    {
      title: 'Verify',
      description: 'The judge: is a completed file, compared with the original that has `sorry`s, a proof of them?',
      inputSchema: z.object({
        ...source,
        completed: z.string().max(2_000_000).describe('the same file with proofs in the place of some `sorry`s'),
      }),
      outputSchema: VerificationAnswer,
      annotations: { readOnlyHint: true },
    },
    async ({ completed, ...args }, { mcpReq }) => {
      const original = await documentOf(args);
      return toolResult(original.ok ? await workbench.verify(original.value, completed, mcpReq.signal) : original);
    },
  );

  server.registerTool(
    'disprove',
    {
      title: 'Disprove',
      description:
        'Is a statement, or the theorem of a `sorry`, false? Searches for its negation and small counterexamples.',
      inputSchema: z.object({ ...subject, ...budget }),
      outputSchema: z.object({ disproof: DisproofAnswer }),
      annotations: { readOnlyHint: true },
    },
    async ({ seconds, checks, ...args }, context) => {
      const on = await subjectOf(args);
      if (!on.ok) return toolResult(on);
      const disproof = await workbench.disprove(on.value, searchRequest({ seconds, checks }, context));
      return toolResult(disproof.ok ? ok({ disproof: disproof.value }) : disproof);
    },
  );

  server.registerTool(
    'minimise',
    {
      title: 'Minimise a proof',
      description: 'Shortens a script that closes a goal, and tells which hypotheses it needs.',
      inputSchema: z.object({ ...subject, script: z.string().min(1).max(100_000) }),
      outputSchema: MinimisedAnswer,
      annotations: { readOnlyHint: true },
    },
    async ({ script, ...args }, { mcpReq }) => {
      const on = await subjectOf(args);
      return toolResult(on.ok ? await workbench.minimise(on.value, script.split('\n'), mcpReq.signal) : on);
    },
  );

  server.registerTool(
    'search_premises',
    {
      title: 'Search premises',
      description: 'Theorems of the library and of the file that may help with a goal, best first.',
      inputSchema: z.object({ ...subject, count: z.int().min(1).max(64).default(16) }),
      outputSchema: PremisesAnswer,
      annotations: { readOnlyHint: true },
    },
    async ({ count, ...args }, { mcpReq }) => {
      const on = await subjectOf(args);
      return toolResult(on.ok ? await workbench.premises(on.value, count, mcpReq.signal) : on);
    },
  );

  server.registerResource(
    'trust',
    'ariadne://trust',
    { title: 'What counts as proved', mimeType: 'text/markdown' },
    async (uri) => ({ contents: [{ uri: uri.href, mimeType: 'text/markdown', text: trustRule }] }),
  );
  server.registerPrompt(
    'prove-with-ariadne',
    { title: 'Prove with Ariadne', description: 'How to use the tools on a Lean file' },
    () => ({ messages: [{ role: 'user', content: { type: 'text', text: usage } }] }),
  );
  return server;
}

const oneOf = (what: string): Problem => ({
  code: 'invalid-arguments',
  message: `Give ${what}, and only one of them.`,
});

/** How a search is bounded, stopped and watched, from what a tool was called with. */
function searchRequest(
  { seconds, checks }: { readonly seconds: number; readonly checks: number | undefined },
  context: ServerContext,
): SearchRequest {
  const budgets = { seconds, ...(checks !== undefined && { checks }) };
  return { budgets, signal: context.mcpReq.signal, onProgress: progressOf(context, seconds) };
}

/** Progress as the protocol has it, sent only where the client asked for it. */
function progressOf({ mcpReq }: ServerContext, seconds: number): (done: number, message: string) => void {
  const token = mcpReq._meta?.progressToken;
  if (token === undefined) return () => {};
  return (done, message) => {
    const params = { progressToken: token, progress: Math.min(done, seconds), total: seconds, message };
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}

/** Folders that the client named; clients that have no roots to offer name none. */
async function clientRoots(server: McpServer): Promise<readonly string[]> {
  if (server.server.getClientCapabilities()?.roots === undefined) return [];
  try {
    const { roots } = await server.server.listRoots(undefined, { timeout: 2_000 });
    return roots.flatMap(({ uri }) => (uri.startsWith('file://') ? [fileURLToPath(uri)] : []));
  } catch {
    return [];
  }
}
