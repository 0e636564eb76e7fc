import { stat } from 'node:fs/promises';
import { env, InferenceSession, type Tensor } from 'onnxruntime-node';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';

// The runtime's own messages would mix with the output of commands; what matters comes back as exceptions.
env.logLevel = 'fatal';

export type ValueMetadata = Extract<InferenceSession.ValueMetadata, { isTensor: true }>;

export interface SessionOptions {
  readonly provider: 'cpu' | 'cuda' | 'webgpu';
  /** Threads of one operator; absent for the runtime's own choice. */
  readonly threads: number | undefined;
}

/** A graph that is in no file, with the files of weights that it names. */
export interface GraphInMemory {
  readonly bytes: Uint8Array;
  readonly weights: readonly { readonly path: string; readonly data: Uint8Array }[];
}

/** One graph, loaded by onnxruntime. It counts the time that is spent inside the runtime. */
export class Session {
  /** Where it came from, for error messages. */
  readonly path: string;
  readonly inputs: ReadonlyMap<string, ValueMetadata>;
  readonly outputs: ReadonlyMap<string, ValueMetadata>;
  /** Size of its file and of the weights beside it. */
  readonly bytes: number;
  readonly #session: InferenceSession;
  #busy = 0;

  private constructor(path: string, session: InferenceSession, bytes: number) {
    this.path = path;
    this.bytes = bytes;
    this.#session = session;
    this.inputs = byName(session.inputMetadata);
    this.outputs = byName(session.outputMetadata);
  }

  /** @param model the graph, where it is not that of the file at `path` */
  static async load(path: string, options: SessionOptions, model?: GraphInMemory): Promise<Result<Session, Problem>> {
    const settings: InferenceSession.SessionOptions = {
      executionProviders: [options.provider],
      logSeverityLevel: 4,
      // The runtime would keep a plan for every combination of shapes, and decoding never ends to bring new ones.
      enableMemPattern: false,
      ...(options.threads !== undefined && { intraOpNumThreads: options.threads }),
      ...(model !== undefined && model.weights.length > 0 && { externalData: [...model.weights] }),
    };
    try {
      const session = await (model === undefined
        ? InferenceSession.create(path, settings)
        : InferenceSession.create(model.bytes, settings));
      return ok(new Session(path, session, (await sizeOf(path)) + (await sizeOf(`${path}_data`))));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return fail(
        /ExecutionProvider|webgpu|CUDA/i.test(reason) ? noDevice(options.provider, reason) : noModel(path, reason),
      );
    }
  }

  /** Milliseconds spent inside the runtime so far. */
  get busy(): number {
    return this.#busy;
  }

  /** Runs the graph, and returns the outputs asked for. Rejects where the runtime fails. */
  async run(feeds: Readonly<Record<string, Tensor>>, outputs: readonly string[]): Promise<Record<string, Tensor>> {
    const start = performance.now();
    try {
      return await this.#session.run(feeds, outputs);
    } finally {
      this.#busy += performance.now() - start;
    }
  }

  async close(): Promise<void> {
    await this.#session.release();
  }
}

const deviceHints = {
  cpu: '',
  cuda: 'The CUDA libraries are installed by: ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules/onnxruntime-node/script/install.js. ',
  webgpu: 'WebGPU needs a graphics driver (on Linux: Vulkan). ',
};

const noDevice = (provider: SessionOptions['provider'], reason: string): Problem => ({
  code: 'device-unavailable',
  message: `The device '${provider}' does not start: ${reason}`,
  hint: `${deviceHints[provider]}Use --device cpu, or --device auto to fall back to it.`,
});

const noModel = (path: string, reason: string): Problem => ({
  code: 'invalid-model',
  message: `The model cannot be loaded: ${reason}`,
  where: { file: path },
  hint: 'The file may be damaged or downloaded in part: fetch or export it again.',
});

function byName(metadata: readonly InferenceSession.ValueMetadata[]): Map<string, ValueMetadata> {
  const named = new Map<string, ValueMetadata>();
  for (const value of metadata) if (value.isTensor) named.set(value.name, value);
  return named;
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}
