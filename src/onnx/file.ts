import { open, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import { externalFile, externalPlace } from './external-data.ts';
import { decodeModel, encodeModel, type GraphProto, type ModelProto, type TensorProto } from './proto.ts';

/** Reads a model with its initializers, those in external data files beside it included. */
export async function readModel(path: string): Promise<Result<ModelProto & { graph: GraphProto }, Problem>> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return fail({
      code: 'file-not-found',
      message: `The model cannot be read: ${text(error)}.`,
      where: { file: path },
    });
  }
  const model = decodeModel(bytes, path);
  if (!model.ok) return model;
  const initializer: TensorProto[] = [];
  for (const tensor of model.value.graph.initializer) {
    const loaded = tensor.dataLocation === 1 ? await readExternal(path, tensor) : ok(tensor);
    if (!loaded.ok) return loaded;
    initializer.push(loaded.value);
  }
  return ok({ ...model.value, graph: { ...model.value.graph, initializer } });
}

export async function writeModel(path: string, model: ModelProto): Promise<void> {
  await writeFile(path, encodeModel(model));
}

async function readExternal(modelPath: string, tensor: TensorProto): Promise<Result<TensorProto, Problem>> {
  const { location, offset, length: asked } = externalPlace(tensor);
  const invalid = (message: string) =>
    fail<Problem>({
      code: 'invalid-onnx',
      message: `External data of tensor '${tensor.name ?? ''}' ${message}.`,
      where: { file: join(dirname(modelPath), location) },
    });
  const file = await externalFile(modelPath, location);
  if (!file.ok) return invalid(file.error);
  const { path, size } = file.value;
  const length = asked ?? size - offset;
  if (!(offset >= 0 && length >= 0 && offset + length <= size)) {
    return invalid(`should be ${length} bytes from ${offset} on, but the file has ${size} bytes`);
  }
  try {
    await using handle = await open(path);
    const rawData = new Uint8Array(length);
    const { bytesRead } = await handle.read(rawData, 0, length, offset);
    if (bytesRead !== length) return invalid(`ends after ${bytesRead} of ${length} bytes`);
    const { dataLocation: _, ...rest } = tensor;
    return ok({ ...rest, externalData: [], rawData });
  } catch (error) {
    return invalid(`cannot be read: ${text(error)}`);
  }
}

const text = (error: unknown): string => (error instanceof Error ? error.message : String(error));
