/** A fresh Lean in a booted runtime: its stack, its initialisers, `importModules`, and elaboration of our source. */
import { boxedTrue, boxedZero, type LeanHeap } from './heap.ts';
import { importModules } from './import-modules.ts';
import type { LeanRuntime } from './runtime.ts';

/**
 * The wasm stack as linked is 64 KB without a guard: deep input would corrupt memory silently. This one is what Lean's
 * own stack check then keeps to.
 */
const stackBytes = 8 << 20;

export interface Stack {
  readonly base: number;
  readonly end: number;
}

export function initializeLean(runtime: LeanRuntime, heap: LeanHeap): Stack {
  const end = (runtime.call('malloc', stackBytes) + 15) & ~15;
  const base = end + stackBytes;
  // While Lean initialises it computes its stack's size from the two ends, and takes them the wrong way round.
  runtime.setStackLimits(end, base);
  runtime.stackPointer = base - 64;
  runtime.call('lean_initialize');
  runtime.setStackLimits(base, end);
  heap.io(runtime.call('lean_init_search_path'));
  runtime.call('lean_enable_initializer_execution');
  runtime.call('lean_io_mark_end_initialization');
  return { base, end };
}

/** The environment in which our source is elaborated: `Lean`, imported so that meta code may run. */
export function importLean(runtime: LeanRuntime, heap: LeanHeap): number {
  const lean = { module: ['Lean'], importAll: false, isExported: true, isMeta: true };
  const imported = importModules(runtime, heap, { imports: [lean], isModule: true });
  if (heap.tag(imported) === 0) throw new Error(heap.text(heap.field(imported, 0)));
  // Promises need a task manager, even where no thread runs.
  runtime.call('lean_init_task_manager_using', 1);
  return heap.retain(heap.field(imported, 0));
}

/**
 * The environment after the source; throws with Lean's messages where one of them is an error. `onProgress` hears which
 * share of the source is done.
 */
export function elaborate(
  runtime: LeanRuntime,
  heap: LeanHeap,
  environment: number,
  source: { readonly text: string; readonly name: string },
  onProgress: (share: number) => void,
): number {
  const options = runtime.constant('l_Lean_Options_empty');
  const messages = runtime.constant('l_Lean_MessageLog_empty');
  const length = Buffer.byteLength(source.text);
  const input = runtime.call(
    'l_Lean_Parser_mkInputContext',
    heap.string(source.text),
    heap.string(source.name),
    0,
    (length << 1) | 1,
    boxedZero,
  );
  const commandState = runtime.call('l_Lean_Elab_Command_mkState', environment, messages, options);
  const parserState = heap.make(0, [boxedZero], [0]);
  const state = runtime.call('lean_st_mk_ref', heap.make(0, [commandState, parserState, boxedZero, heap.array([])]));
  const errors: string[] = [];
  for (let done = false; !done; ) {
    heap.retain(state);
    heap.retain(input);
    done = heap.io(runtime.call('l_Lean_Elab_Frontend_processCommand', input, state, boxedZero)) === boxedTrue;
    const [command = 0, parser = 0] = [0, 1].map((index) => heap.field(heap.field(state, 0), index));
    // Messages are those of the last command only.
    errors.push(...errorTexts(runtime, heap, heap.retain(heap.field(command, 1))));
    onProgress((heap.field(parser, 0) >> 1) / length);
  }
  if (errors.length > 0) throw new Error(errors.join('\n'));
  const after = heap.field(heap.field(state, 0), 0);
  return heap.retain(heap.field(after, 0));
}

function errorTexts(runtime: LeanRuntime, heap: LeanHeap, log: number): string[] {
  const errors: string[] = [];
  const errorSeverity = 2;
  let list = runtime.call('l_Lean_MessageLog_toList', log);
  while ((list & 1) === 0) {
    const message = heap.field(list, 0);
    // Five object fields, then the scalars: keepFullRange, severity, isSilent.
    const severity = runtime.bytes[message + 8 + 4 * 5 + 1];
    if (severity === errorSeverity) {
      const text = runtime.call('l_Lean_Message_toString', heap.retain(message), 0);
      errors.push(heap.text(isString(heap, text) ? text : heap.io(text)).trimEnd());
    }
    list = heap.field(list, 1);
  }
  return errors;
}

const isString = (heap: LeanHeap, object: number): boolean => heap.tag(object) === 249;
