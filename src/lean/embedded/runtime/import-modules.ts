/**
 * Imports for the embedded Lean, whole. Its own `importModules` leaves the names that the compiler made (`f._redArg`, …) out
 * of the environment's map from constants to modules, so that code which inlines library functions does not compile. Here
 * the modules are loaded first, then those names are put in, and only then the states of extensions are made, user-defined
 * ones included. Offsets are those of `Lean.Environment` in Lean 4.28.
 */
import { boxedTrue, boxedZero, type LeanHeap } from './heap.ts';
import type { LeanRuntime } from './runtime.ts';

/** An `import` of a header, as Lean itself has read it. */
export interface Import {
  /** The parts of its name. */
  readonly module: readonly string[];
  readonly importAll: boolean;
  readonly isExported: boolean;
  readonly isMeta: boolean;
}

export interface WantedEnvironment {
  readonly imports: readonly Import[];
  /** Does the file begin with `module`? It then sees what its imports expose, and no more. */
  readonly isModule: boolean;
}

const exportedLevel = 0;
const privateLevel = 2;
const noArtifacts = 3;

const insertIfNew = 'l_Std_DHashMap_Internal_Raw_u2080_insertIfNew___at___00Lean_finalizeImport_spec__4___redArg';
const finalize = 'l___private_Lean_Environment_0__Lean_finalizePersistentExtensions';
const importingRef = 'l___private_Lean_ImportingFlag_0__Lean_importingRef';

/** An `Except String Environment`: Lean's own message where something cannot be imported. */
export function importModules(runtime: LeanRuntime, heap: LeanHeap, wanted: WantedEnvironment): number {
  try {
    const bare = importBare(runtime, heap, wanted);
    addCompiledNames(runtime, heap, bare, moduleData(heap, bare));
    addCode(runtime, heap, bare);
    return heap.make(1, [loadExtensions(runtime, heap, bare)]);
  } catch (error) {
    // What is no error of Lean's own has left it in an unknown state.
    if (!(error instanceof Error) || error instanceof WebAssembly.RuntimeError) throw error;
    return heap.make(0, [heap.string(error.message)]);
  }
}

function importBare(runtime: LeanRuntime, heap: LeanHeap, { imports, isModule }: WantedEnvironment): number {
  // The flag lasts for one import.
  runtime.call('lean_enable_initializer_execution');
  const [trustLevel, leakEnv, loadExtensionsNow] = [0, 0, 0];
  const list = imports.map(({ module, importAll, isExported, isMeta }) =>
    heap.make(0, [heap.name(module)], [Number(importAll), Number(isExported), Number(isMeta)]),
  );
  return heap.io(
    runtime.call(
      'l_Lean_importModules',
      heap.array(list),
      runtime.constant('l_Lean_Options_empty'),
      trustLevel,
      heap.array([]),
      leakEnv,
      loadExtensionsNow,
      isModule ? exportedLevel : privateLevel,
      noArtifacts,
    ),
  );
}

const sizeOf = (runtime: LeanRuntime, array: number): number => runtime.words[(array + 8) >> 2] ?? 0;
const itemOf = (runtime: LeanRuntime, array: number, index: number): number =>
  runtime.words[((array + 16) >> 2) + index] ?? 0;

/** `base.private` of an environment. */
const kernelEnvironment = (heap: LeanHeap, environment: number): number => heap.field(heap.field(environment, 0), 0);
const moduleData = (heap: LeanHeap, environment: number): number =>
  heap.field(heap.field(kernelEnvironment(heap, environment), 5), 5);

/** `modules` is an array of `ModuleData`, one for each module of the environment. */
function addCompiledNames(runtime: LeanRuntime, heap: LeanHeap, environment: number, modules: number): void {
  const moduleOf = heap.field(kernelEnvironment(heap, environment), 2);
  let filled = heap.retain(moduleOf);
  for (let module = 0; module < sizeOf(runtime, modules); module++) {
    const compiled = heap.field(itemOf(runtime, modules, module), 3);
    for (let index = 0; index < sizeOf(runtime, compiled); index++) {
      filled = runtime.call(insertIfNew, filled, heap.retain(itemOf(runtime, compiled, index)), (module << 1) | 1);
    }
  }
  if (filled === moduleOf) return;
  // Several views of the environment share the map, so its contents are exchanged and not the map.
  const { words } = runtime;
  words[(moduleOf + 8) >> 2] = words[(filled + 8) >> 2] ?? 0;
  words[(moduleOf + 12) >> 2] = heap.retain(words[(filled + 12) >> 2] ?? 0);
}

const setImportedEntries = 'l___private_Lean_Environment_0__Lean_setImportedEntries';

/**
 * The code of modules that begin with `module` lies in files of its own (`.ir`), which this build does not read; without it
 * their initialisers, tactics and macros do not run in the modules that import them.
 */
function addCode(runtime: LeanRuntime, heap: LeanHeap, environment: number): void {
  const kernel = kernelEnvironment(heap, environment);
  const data = moduleData(heap, environment);
  const names = runtime.call('l_Lean_Environment_allImportedModuleNames', heap.retain(environment));
  const withCode: number[] = [];
  let found = false;
  for (let module = 0; module < sizeOf(runtime, data); module++) {
    const file = runtime.moduleFile(`${heap.nameParts(itemOf(runtime, names, module)).join('/')}.ir`);
    found ||= file !== undefined;
    if (file === undefined) withCode.push(heap.retain(itemOf(runtime, data, module)));
    else {
      const read = heap.io(runtime.call('l_Lean_readModuleData', heap.string(file)));
      withCode.push(heap.retain(heap.field(read, 0)));
    }
  }
  if (!found) return;
  const all = heap.array(withCode);
  addCompiledNames(runtime, heap, environment, all);
  const [extensions, codeExtensions] = [3, 4];
  const entries = heap.io(
    runtime.call(setImportedEntries, heap.retain(heap.field(kernel, extensions)), heap.retain(all), boxedZero),
  );
  // The old value stays alive: other views of the environment may hold it.
  runtime.words[((kernel + 8) >> 2) + codeExtensions] = entries;
}

/** What Lean's own import does last. Consumes the environment. */
function loadExtensions(runtime: LeanRuntime, heap: LeanHeap, environment: number): number {
  const data = heap.retain(moduleData(heap, environment));
  const importing = (runtime.constant(importingRef) + 8) >> 2;
  const realizing = heap.field(heap.field(environment, 5), 0);
  runtime.call('lean_enable_initializer_execution');
  runtime.words[importing] = boxedTrue;
  let loaded: number;
  try {
    loaded = heap.io(runtime.call(finalize, environment, data, runtime.constant('l_Lean_Options_empty')));
  } finally {
    runtime.words[importing] = boxedZero;
  }
  // The context in which constants of the library are realised holds the environment as it was without the extensions.
  const size = (runtime.bytes[loaded + 4] ?? 0) | ((runtime.bytes[loaded + 5] ?? 0) << 8);
  const copy = runtime.call('lean_alloc_object', size);
  const { bytes, words } = runtime;
  bytes.copyWithin(copy, loaded, loaded + size);
  words[copy >> 2] = 1;
  const realizations = 5;
  for (let index = 0; index < (bytes[loaded + 6] ?? 0); index++) {
    if (index !== realizations) heap.retain(heap.field(loaded, index));
  }
  words[((copy + 8) >> 2) + realizations] = boxedZero;
  words[(realizing + 8) >> 2] = copy;
  return loaded;
}

/** Puts an environment where Lean looks for the one that it asked for. */
export function provide(runtime: LeanRuntime, heap: LeanHeap, reference: number, environment: number): void {
  const some = heap.make(1, [environment]);
  const place = (reference + 8) >> 2;
  const before = runtime.words[place] ?? boxedZero;
  runtime.words[place] = some;
  heap.release(before);
}
