/** Our Lean source as a function from request to response, in a Lean that has elaborated or restored it. */
import { boxedTrue, boxedZero, type LeanHeap } from './heap.ts';
import { importModules, provide, type WantedEnvironment } from './import-modules.ts';
import type { LeanRuntime } from './runtime.ts';

/** What a snapshot must remember of the server: addresses in linear memory. */
export interface ServerAddresses {
  /** The closure `String → IO String`. */
  readonly closure: number;
  /** The reference to a `Bool` that is the cancel token; its value is the word at offset 8. */
  readonly cancelToken: number;
  /** The reference in which Lean finds an environment that it asked for (`import-modules.ts`). */
  readonly environments: number;
  /** The reference in which Lean finds who hears the outcomes of a batch (`listen`). */
  readonly listener: number;
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
  const environments = runtime.call('lean_st_mk_ref', boxedZero);
  heap.retain(heap.retain(environments));
  const listener = runtime.call('lean_st_mk_ref', boxedZero);
  heap.retain(heap.retain(listener));
  const references = [cancelToken, environments, listener];
  const closure = heap.io(
    runtime.call('lean_apply_5', heap.field(result, 0), heap.string(imports), ...references, boxedZero),
  );
  return { closure, cancelToken, environments, listener };
}

/**
 * One JSON-RPC request to one response. Where Lean asks for an environment, it gets it, and is asked again. A thrown error
 * other than Lean's means that this Lean is lost.
 */
export function ask(runtime: LeanRuntime, heap: LeanHeap, server: ServerAddresses, request: string): string {
  for (;;) {
    const text = askOnce(runtime, heap, server, request);
    const wanted = wantedEnvironment(text);
    if (wanted === undefined) return text;
    provide(runtime, heap, server.environments, importModules(runtime, heap, wanted));
  }
}

function askOnce(runtime: LeanRuntime, heap: LeanHeap, server: ServerAddresses, request: string): string {
  heap.retain(server.closure);
  const response = heap.io(runtime.call('lean_apply_2', server.closure, heap.string(request), boxedZero));
  const text = heap.text(response);
  heap.release(response);
  return text;
}

/** Hears an outcome, as JSON; should the batch go on? */
export type Listener = (outcome: string) => boolean;

/**
 * Gives the function a place in the table that Lean calls through. That place must be the same in all that begin with one
 * memory, so it is taken at once after the snapshot is restored.
 */
export const placeListener = (runtime: LeanRuntime, heap: LeanHeap, listener: Listener): number =>
  runtime.addHostFunction((outcome) => {
    const goesOn = listener(heap.text(outcome));
    heap.release(outcome);
    return heap.ioResult(goesOn ? boxedTrue : boxedZero);
  });

/** From now on outcomes of a batch go to the function at this place, one by one, as they come. */
export function listen(runtime: LeanRuntime, heap: LeanHeap, server: ServerAddresses, place: number): void {
  const listener = heap.make(1, [heap.closure(place, 2)]);
  heap.io(runtime.call('lean_st_ref_set', server.listener, listener, boxedZero));
}

/** How a response begins that is no answer but a question (`lean/Server.lean`). */
const question = '{"environmentWanted":';

function wantedEnvironment(response: string): WantedEnvironment | undefined {
  if (!response.startsWith(question)) return undefined;
  return (JSON.parse(response) as { readonly environmentWanted: WantedEnvironment }).environmentWanted;
}

/** Index of the cancel token's value in a view of 32-bit words. */
export const tokenIndex = (server: ServerAddresses): number => (server.cancelToken + 8) >> 2;
