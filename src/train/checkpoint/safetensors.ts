import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { fileProblem } from '../../data/text-file.ts';
import { elementCount } from '../../onnx/tensor.ts';

/** Tensors of float32 with their shapes, and a text beside them. */
export interface StoredTensors {
  readonly tensors: ReadonlyMap<string, { readonly dims: readonly number[]; readonly data: Float32Array }>;
  readonly metadata: Readonly<Record<string, string>>;
}

const Entry = z.object({
  dtype: z.literal('F32'),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
const Header = z.object({ __metadata__: z.record(z.string(), z.string()).default({}) }).catchall(Entry);

/** Writes a safetensors file. Whoever looks sees the old file or the whole new one, also after a crash. */
export async function writeSafetensors(
  path: string,
  { tensors, metadata }: StoredTensors,
): Promise<Result<void, Problem>> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { dims, data }] of tensors) {
    header[name] = { dtype: 'F32', shape: dims, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = Buffer.from(JSON.stringify(header));
  // Aligned, so that the tensors can be mapped into memory.
  const head = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, ' ');
  head.writeBigUInt64LE(BigInt(head.length - 8));
  json.copy(head, 8);
  const partial = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    {
      await using file = await open(partial, 'wx');
      await file.appendFile(head);
      for (const { data } of tensors.values()) {
        await file.appendFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      }
      await file.sync();
    }
    await rename(partial, path);
    return ok(undefined);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    return fail(fileProblem(error, path, 'write'));
  }
}

export async function readSafetensors(path: string): Promise<Result<StoredTensors, Problem>> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return fail(fileProblem(error, path, 'read'));
  }
  const invalid = (message: string) =>
    fail<Problem>({
      code: 'invalid-checkpoint',
      message: `${path} is not a whole safetensors file: ${message}`,
      where: { file: path },
      hint: 'Resume from an earlier checkpoint.',
    });
  const length = bytes.length < 8 ? Number.NaN : Number(bytes.readBigUInt64LE());
  if (!(8 + length <= bytes.length)) return invalid('its header is cut off');
  const header = Header.safeParse(parseJson(bytes.toString('utf8', 8, 8 + length)));
  if (!header.success) return invalid(header.error.issues[0]!.message);
  const { __metadata__: metadata, ...entries } = header.data;
  const tensors = new Map<string, { dims: number[]; data: Float32Array }>();
  for (const [name, { shape: dims, data_offsets }] of Object.entries(entries)) {
    const [start, end] = data_offsets.map((offset) => 8 + length + offset) as [number, number];
    if (end > bytes.length) return invalid(`the tensor ${name} is cut off`);
    if (end - start !== elementCount(dims) * 4) return invalid(`the tensor ${name} has not the size of its shape`);
    const data = new Float32Array(elementCount(dims));
    bytes.copy(new Uint8Array(data.buffer), 0, start, end);
    tensors.set(name, { dims, data });
  }
  return ok({ tensors, metadata });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
