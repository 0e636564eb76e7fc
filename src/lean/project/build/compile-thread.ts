/** The thread that compiles a module in an instance of the embedded Lean of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { type LeanImage, type ModuleList, restoreLean } from '../../embedded/image/restore.ts';
import { ModuleFiles } from '../../embedded/runtime/sandbox.ts';
import { ask } from '../../embedded/runtime/server.ts';
import { type ModuleCompileParams, ModuleCompileResult } from '../../protocol.ts';

export interface CompileThreadTask {
  readonly image: LeanImage;
  readonly library: string;
  /** The folder that Lean may write to. */
  readonly output: string;
}

export interface CompileRequest {
  /** Modules that it imports. */
  readonly modules: ModuleList;
  /** `out` is relative to the output folder. */
  readonly params: ModuleCompileParams;
}

export type CompileAnswer =
  | {
      readonly kind: 'done';
      readonly result: ModuleCompileResult;
      readonly milliseconds: number;
    }
  /** The instance can no longer be trusted. */
  | { readonly kind: 'lost'; readonly message: string };

const port = parentPort;
if (port === null) throw new Error('compile-thread runs as a worker thread only');
const { image, library, output } = workerData as CompileThreadTask;
const said: string[] = [];
const modules = new ModuleFiles();
const log = (line: string): void => {
  said.push(line);
  if (said.length > 20) said.shift();
};
const { runtime, heap, server } = await restoreLean(image, { files: { library, modules, output }, verify: true, log });

function compile({ modules: added, params }: CompileRequest): CompileAnswer {
  const started = performance.now();
  for (const [path, file] of added) modules.add(path, file);
  const request = {
    jsonrpc: '2.0',
    id: 1,
    method: 'module/compile',
    params: { ...params, out: `/build/${params.out}` },
  };
  const answer = JSON.parse(ask(runtime, heap, server, JSON.stringify(request))) as {
    result?: unknown;
    error?: unknown;
  };
  if (answer.result === undefined) return { kind: 'lost', message: JSON.stringify(answer.error) };
  return {
    kind: 'done',
    result: ModuleCompileResult.parse(answer.result),
    milliseconds: Math.round(performance.now() - started),
  };
}

port.on('message', (request: CompileRequest) => {
  try {
    port.postMessage(compile(request));
  } catch (error) {
    const panics = said.filter((line) => line.includes('PANIC'));
    port.postMessage({ kind: 'lost', message: [runtime.describeException(error), ...panics].join('\n') });
  }
});
