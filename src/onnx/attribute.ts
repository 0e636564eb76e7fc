import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import { type AttributeProto, AttributeType, type GraphProto } from './proto.ts';
import { type Tensor, tensorFromProto, tensorToProto } from './tensor.ts';

/** The value of a node's attribute. ONNX tells `1` from `1.0`, so the kind is written out. */
export type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly string: string }
  | { readonly strings: readonly string[] }
  | { readonly tensor: Tensor }
  | { readonly graph: GraphProto };

export type Attributes = Readonly<Record<string, Attribute>>;

export function attributeToProto(name: string, value: Attribute): AttributeProto {
  const base = { name, floats: [], ints: [], strings: [] };
  if ('int' in value) return { ...base, type: AttributeType.int, i: value.int };
  if ('ints' in value) return { ...base, type: AttributeType.ints, ints: value.ints };
  if ('float' in value) return { ...base, type: AttributeType.float, f: value.float };
  if ('floats' in value) return { ...base, type: AttributeType.floats, floats: value.floats };
  if ('string' in value) return { ...base, type: AttributeType.string, s: encode(value.string) };
  if ('strings' in value) return { ...base, type: AttributeType.strings, strings: value.strings.map(encode) };
  if ('tensor' in value) return { ...base, type: AttributeType.tensor, t: tensorToProto('', value.tensor) };
  return { ...base, type: AttributeType.graph, g: value.graph };
}

export function attributeFromProto(proto: AttributeProto): Result<Attribute, Problem> {
  switch (proto.type) {
    case AttributeType.int:
      return ok({ int: proto.i ?? 0 });
    case AttributeType.ints:
      return ok({ ints: proto.ints });
    case AttributeType.float:
      return ok({ float: proto.f ?? 0 });
    case AttributeType.floats:
      return ok({ floats: proto.floats });
    case AttributeType.string:
      return ok({ string: decode(proto.s ?? new Uint8Array()) });
    case AttributeType.strings:
      return ok({ strings: proto.strings.map(decode) });
    case AttributeType.tensor: {
      const tensor = proto.t === undefined ? undefined : tensorFromProto(proto.t);
      if (tensor === undefined) break;
      return tensor.ok ? ok({ tensor: tensor.value }) : tensor;
    }
    case AttributeType.graph:
      if (proto.g === undefined) break;
      return ok({ graph: proto.g });
  }
  return fail({
    code: 'invalid-onnx',
    message: `Attribute '${proto.name ?? ''}' is of type ${proto.type}, which is not supported.`,
  });
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
