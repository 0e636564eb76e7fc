/** The thread of `bare-lean.ts`. The prepared Lean must be there already. */
import { parentPort } from 'node:worker_threads';
import { openImage, restoreLean } from '../../src/lean/embedded/image/restore.ts';
import { ask } from '../../src/lean/embedded/runtime/server.ts';
import { findCommand } from '../../src/lean/open.ts';
import { methods, type ParamsOf, type ResultOf } from '../../src/lean/protocol.ts';

const found = await findCommand({ lean: 'embedded' }, () => {});
if (!found.ok) throw new Error(found.error.message);
const { args } = found.value;
const path = (option: string): string => args[args.indexOf(option) + 1] ?? '';
const { runtime, heap, server } = await restoreLean(openImage(path('--snapshot')), {
  files: { library: path('--library') },
  verify: false,
  log: () => {},
});

function request<M extends 'goal/start' | 'tactic/run' | 'state/drop'>(method: M, params: ParamsOf<M>): ResultOf<M> {
  const response = JSON.parse(ask(runtime, heap, server, JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })));
  return methods[method].result.parse(response.result) as ResultOf<M>;
}

const limits = { heartbeats: 20_000, recursion: 512, milliseconds: 0 };
let state: number | undefined;

function introduced(statement: string, intro: string): number {
  const start = request('goal/start', { statement }).states?.[0];
  if (start === undefined) throw new Error('the statement does not start');
  const [outcome] = request('tactic/run', { state: start.state, tactics: [intro], limits }).outcomes;
  const next = outcome?.states?.[0];
  if (next === undefined) throw new Error('the introduction fails');
  return next.state;
}

parentPort?.on('message', ({ statement, intro, tactics }: { statement: string; intro: string; tactics: string[] }) => {
  state ??= introduced(statement, intro);
  const { outcomes } = request('tactic/run', { state, tactics, limits });
  request('state/drop', { states: outcomes.flatMap((outcome) => (outcome.states ?? []).map((left) => left.state)) });
  parentPort?.postMessage('done');
});
parentPort?.postMessage('ready');
