/** Our Lean source as a function from request to response, in a Lean that has elaborated or restored it. */
import { boxedZero, type LeanHeap } from './heap.ts';
import type { LeanRuntime } from './runtime.ts';

/** What a snapshot must remember of the server: addresses in linear memory. */
export interface ServerAddresses {
  /** The closure `String → IO String`. */
  readonly closure: number;
  /** The reference to a `Bool` that is the cancel token; its value is the word at offset 8. */
  readonly cancelToken: number;
}

export function makeServer(
  runtime: LeanRuntime,
  heap: LeanHeap,
  environment: number,
  imports: string,
): ServerAddresses {
  const options = runtime.constant('l_Lean_Options_empty');
  const result = runtime.call('lean_eval_const', environment, options, heap.name('Ariadne.mkServer'));
  if (heap.tag(result) === 0) throw new Error(`Ariadne.mkServer: ${heap.text(heap.field(result, 0))}`);
  const cancelToken = runtime.call('lean_st_mk_ref', boxedZero);
  // One reference for the call, one for the closure's lifetime, one for us: the token must never be freed or moved.
  heap.retain(heap.retain(cancelToken));
  const closure = heap.io(
    runtime.call('lean_apply_3', heap.field(result, 0), heap.string(imports), cancelToken, boxedZero),
  );
  return { closure, cancelToken };
}

/** One JSON-RPC request to one response, both as text. A thrown error other than Lean's means that this Lean is lost. */
export function ask(runtime: LeanRuntime, heap: LeanHeap, server: ServerAddresses, request: string): string {
  heap.retain(server.closure);
  const response = heap.io(runtime.call('lean_apply_2', server.closure, heap.string(request), boxedZero));
  const text = heap.text(response);
  heap.release(response);
  return text;
}

/** Index of the cancel token's value in a view of 32-bit words. */
export const tokenIndex = (server: ServerAddresses): number => (server.cancelToken + 8) >> 2;
