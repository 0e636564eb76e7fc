import { elementCount } from '../../onnx/tensor.ts';
import type { Parameter } from '../model/parameters.ts';
import { slotInput, slots } from './update-graph.ts';

/** Everything that a step changes: parameters and both moments of each, by name, and how many steps were made. */
export interface TrainingState {
  readonly tensors: ReadonlyMap<string, Float32Array>;
  readonly step: number;
}

/** The names and shapes of all tensors of a training state, in the order in which they are stored. */
export function stateTensors(
  parameters: readonly Parameter[],
): { readonly name: string; readonly dims: readonly number[] }[] {
  return parameters.flatMap(({ name, dims }) =>
    [name, ...slots.map((slot) => slotInput(name, slot))].map((tensor) => ({ name: tensor, dims })),
  );
}

/** The state before the first step: weights that are taken over, moments of zero. */
export function initialState(
  parameters: readonly Parameter[],
  weights: ReadonlyMap<string, Float32Array>,
): TrainingState {
  const tensors = new Map<string, Float32Array>();
  for (const { name, dims } of parameters) {
    tensors.set(name, weights.get(name)!);
    for (const slot of slots) tensors.set(slotInput(name, slot), new Float32Array(elementCount(dims)));
  }
  return { tensors, step: 0 };
}
