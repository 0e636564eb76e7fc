import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import type { GraphBuilder } from '../../onnx/graph.ts';
import { encodeModel } from '../../onnx/proto.ts';
import type { Parameter } from '../model/parameters.ts';
import type { Feeds, TrainableModel } from '../model/trainable.ts';
import type { Batch } from './batch.ts';
import { gradientGraph, gradientInput, gradientOutput, lossGraph, lossName } from './gradient-graph.ts';
import { stateTensors, type TrainingState } from './state.ts';
import {
  clippingGraph,
  normName,
  type OptimizerConfig,
  updated,
  updateGradient,
  updateGraph,
  updateInputs,
} from './update-graph.ts';

type Sessions = Record<'gradient' | 'clipping' | 'update' | 'loss', InferenceSession>;

const scalar = (value: number): Tensor => new Tensor('float32', [value], []);

const open = (graph: GraphBuilder): Promise<InferenceSession> => InferenceSession.create(encodeModel(graph.toModel()));

/**
 * Runs the graphs of a training step on tensors that stay where they are: onnxruntime reads the parameters from them
 * and writes the new ones over them, so that nothing is copied between steps.
 */
export class Stepper<B = Batch> {
  readonly #model: TrainableModel<B>;
  readonly #parameters: readonly Parameter[];
  readonly #optimizer: OptimizerConfig;
  readonly #tensors: ReadonlyMap<string, Float32Array>;
  readonly #weights: Feeds;
  readonly #gradients: ReadonlyMap<string, Tensor>;
  readonly #gradient: InferenceSession;
  readonly #clipping: InferenceSession;
  readonly #update: InferenceSession;
  readonly #loss: InferenceSession;
  #step: number;

  private constructor(model: TrainableModel<B>, optimizer: OptimizerConfig, state: TrainingState, sessions: Sessions) {
    this.#model = model;
    this.#parameters = model.parameters;
    this.#optimizer = optimizer;
    this.#tensors = state.tensors;
    this.#step = state.step;
    this.#gradient = sessions.gradient;
    this.#clipping = sessions.clipping;
    this.#update = sessions.update;
    this.#loss = sessions.loss;
    const tensor = ({ name, dims }: { name: string; dims: readonly number[] }) =>
      [name, new Tensor('float32', state.tensors.get(name)!, dims)] as const;
    this.#weights = Object.fromEntries(this.#parameters.map(tensor));
    this.#gradients = new Map(
      this.#parameters.map(({ name, dims }) => {
        const zeros = new Float32Array(state.tensors.get(name)!.length);
        return [name, new Tensor('float32', zeros, dims)];
      }),
    );
  }

  /** The state is taken over: its tensors change with every step. */
  static async create<B = Batch>(
    model: TrainableModel<B>,
    optimizer: OptimizerConfig,
    state: TrainingState,
  ): Promise<Result<Stepper<B>, Problem>> {
    const gradient = gradientGraph(model);
    if (!gradient.ok) return gradient;
    const sessions = {
      gradient: await open(gradient.value),
      clipping: await open(clippingGraph(model.parameters, optimizer.maxNorm)),
      update: await open(updateGraph(model.parameters, optimizer)),
      loss: await open(lossGraph(model)),
    };
    return ok(new Stepper(model, optimizer, state, sessions));
  }

  get state(): TrainingState {
    return { tensors: this.#tensors, step: this.#step };
  }

  /** Adds the gradient of a batch to what was gathered since the last update; returns the summed loss. */
  async accumulate(batch: B): Promise<number> {
    const feeds: Feeds = { ...this.#weights, ...this.#model.feeds(batch) };
    const fetches: Record<string, Tensor | null> = { [lossName]: null };
    for (const [name, gradient] of this.#gradients) {
      feeds[gradientInput(name)] = gradient;
      fetches[gradientOutput(name)] = gradient;
    }
    return numberIn((await this.#gradient.run(feeds, fetches))[lossName]);
  }

  /**
   * Makes a step along the gathered gradients, whose losses were summed over `targets`, and forgets them.
   * Returns their norm before clipping; where it is not finite, no step was made.
   */
  async update(learningRate: number, targets: number): Promise<number> {
    const gradients: Feeds = {};
    for (const [name, gradient] of this.#gradients) gradients[updateGradient(name)] = gradient;
    const clipped = await this.#clipping.run({ ...gradients, [updateInputs.meanScale]: scalar(1 / targets) });
    const norm = numberIn(clipped[normName]);
    if (Number.isFinite(norm)) await this.#apply(learningRate, gradients, clipped[updateInputs.gradientScale]!);
    this.forget();
    return norm;
  }

  async #apply(learningRate: number, gradients: Feeds, gradientScale: Tensor): Promise<void> {
    const step = this.#step + 1;
    const feeds: Feeds = {
      ...gradients,
      [updateInputs.gradientScale]: gradientScale,
      [updateInputs.learningRate]: scalar(learningRate),
      [updateInputs.correction1]: scalar(1 - this.#optimizer.beta1 ** step),
      [updateInputs.correction2]: scalar(1 - this.#optimizer.beta2 ** step),
    };
    const fetches: Record<string, Tensor> = {};
    for (const { name, dims } of stateTensors(this.#parameters)) {
      const tensor = new Tensor('float32', this.#tensors.get(name)!, dims);
      feeds[name] = tensor;
      fetches[updated(name)] = tensor;
    }
    await this.#update.run(feeds, fetches);
    this.#step = step;
  }

  /** Drops the gathered gradients. */
  forget(): void {
    for (const gradient of this.#gradients.values()) (gradient.data as Float32Array).fill(0);
  }

  /** The summed loss of a batch, without a gradient. */
  async loss(batch: B): Promise<number> {
    const outputs = await this.#loss.run({ ...this.#weights, ...this.#model.feeds(batch) });
    return numberIn(outputs[lossName]);
  }

  async close(): Promise<void> {
    await Promise.all([this.#gradient, this.#clipping, this.#update, this.#loss].map((session) => session.release()));
  }
}

const numberIn = (tensor: Tensor | undefined): number => Number((tensor!.data as Float32Array)[0]);
