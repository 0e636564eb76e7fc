/**
 * Boots the WebAssembly runtime: from the slim loader and `lean.wasm` to exports that can be called. Nothing of Lean has
 * run when it is ready; either `initialize.ts` makes a fresh Lean of it, or `snapshot.ts` restores one.
 */
import { compileFunction } from 'node:vm';
import { FunctionNames } from '../wasm/function-names.ts';
import { functionTable, movedFunction } from '../wasm/module-exports.ts';
import { type ModuleFiles, modulesRoot, sandbox, type VisibleFiles } from './sandbox.ts';

type WasmValue = number | bigint;
type WasmFunction = (...args: WasmValue[]) => WasmValue;

/** What the edited loader hands out (see `loader.ts`). */
interface Inside {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly memory: WebAssembly.Memory;
  readonly table: WebAssembly.Table;
  readonly FS: { mkdirTree(path: string): void; mount(type: unknown, options: { root: string }, path: string): void };
  readonly NODEFS: unknown;
  readonly ENV: Record<string, string>;
  stackSave(): number;
  stackRestore(pointer: number): void;
  addFunction(f: unknown, signature?: string): number;
  UTF8ToString(pointer: number): string;
  setStackLimits(base: number, end: number): void;
}

interface LoaderModule {
  noInitialRun: boolean;
  addedSymbols: AddedSymbol[];
  inside?: Inside;
  onRuntimeInitialized(): void;
  onAbort(what: unknown): void;
  instantiateWasm(
    imports: WebAssembly.Imports,
    receive: (i: Pick<WebAssembly.Instance, 'exports'>, m: WebAssembly.Module) => void,
  ): void;
  print(line: string): void;
  printErr(line: string): void;
  stdin(): null;
}

/** What is booted; the same for all instances of a process, which then share compiled code. */
export interface Program {
  readonly module: WebAssembly.Module;
  /** The text of the slim loader. */
  readonly loader: string;
  /** The file of function names, open for reading (see `function-names.ts`). */
  readonly functionNames: number;
}

/** A function by its place in the table of functions, or another export by its name. */
export type AddedSymbol = number | string;

interface Functions {
  readonly names: FunctionNames;
  readonly table: WebAssembly.Table;
}

/** Where things are in Lean's own file system, the same wherever they are on the host: snapshots hold these paths. */
const mounts = { library: '/library', modules: '/project', output: '/build' } as const;

export class LeanRuntime {
  readonly #inside: Inside;
  readonly #addedSymbols: AddedSymbol[];
  readonly #functions: Functions;

  #modules: ModuleFiles | undefined;

  constructor(inside: Inside, addedSymbols: AddedSymbol[], functions: Functions) {
    this.#inside = inside;
    this.#addedSymbols = addedSymbols;
    this.#functions = functions;
  }

  /** Symbols that got a table entry after the start, in order: with linear memory, all that a snapshot must hold. */
  get addedSymbols(): readonly AddedSymbol[] {
    const place = (name: string): number | undefined =>
      movedFunction.test(name) ? this.#functions.names.find(name) : undefined;
    return this.#addedSymbols.map((symbol) => (typeof symbol === 'string' ? (place(symbol) ?? symbol) : symbol));
  }

  /** The path of a file of a compiled module in Lean's own file system, if it is there; `path` is such as `My/Module.ir`. */
  moduleFile(path: string): string | undefined {
    return this.#modules?.file(path) === undefined ? undefined : `${mounts.modules}/${path}`;
  }

  get memory(): WebAssembly.Memory {
    return this.#inside.memory;
  }

  get tableLength(): number {
    return this.#inside.table.length;
  }

  /** Views must be taken anew after every call into wasm, since memory may have grown. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.memory.buffer);
  }

  get words(): Uint32Array {
    return new Uint32Array(this.memory.buffer);
  }

  call(name: string, ...args: readonly WasmValue[]): number {
    const f = this.#inside.exports[name];
    if (typeof f !== 'function') throw new Error(`lean.wasm exports no function ${name}`);
    return Number((f as WasmFunction)(...args));
  }

  /** The value of a Lean constant without parameters, such as `l_Lean_Options_empty`. */
  constant(name: string): number {
    const address = this.#inside.exports[name];
    if (!(address instanceof WebAssembly.Global)) throw new Error(`lean.wasm exports no constant ${name}`);
    return this.words[Number(address.value) >> 2] ?? 0;
  }

  addTableEntry(symbol: AddedSymbol): void {
    const isExport = typeof symbol === 'string';
    this.#inside.addFunction(isExport ? this.#inside.exports[symbol] : this.#functions.table.get(symbol));
    this.#addedSymbols.push(symbol);
  }

  /** The place in the table of a function of ours, of two words to a word; it is not recorded with the symbols. */
  addHostFunction(f: (first: number, second: number) => number): number {
    return this.#inside.addFunction(f, 'iii');
  }

  mount({ library, modules, output }: VisibleFiles): void {
    const { FS, NODEFS, ENV } = this.#inside;
    const mountAt = (path: string, root: string): void => {
      FS.mkdirTree(path);
      FS.mount(NODEFS, { root }, path);
    };
    mountAt(mounts.library, library);
    if (modules !== undefined) mountAt(mounts.modules, modulesRoot);
    this.#modules = modules;
    if (output !== undefined) mountAt(mounts.output, output);
    // A package is looked for in the first folder that has it.
    ENV.LEAN_PATH = `${mounts.modules}:${mounts.library}`;
  }

  get stackPointer(): number {
    return this.#inside.stackSave();
  }

  set stackPointer(pointer: number) {
    this.#inside.stackRestore(pointer);
  }

  setStackLimits(base: number, end: number): void {
    this.#inside.setStackLimits(base, end);
  }

  /** C++ exceptions arrive in JavaScript as the number of their object. */
  describeException(error: unknown): string {
    // Emscripten's ExitStatus is no Error, but looks like one.
    if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
    if (typeof error !== 'number') return String(error);
    try {
      const out = this.call('malloc', 8);
      this.call('__get_exception_message', error, out, out + 4);
      const message = this.words[(out >> 2) + 1] ?? 0;
      return `C++ exception: ${message === 0 ? 'no message' : this.#inside.UTF8ToString(message)}`;
    } catch {
      return 'C++ exception';
    }
  }
}

/** Lines that Lean and Emscripten print, on either stream, go to `log`. */
export function bootRuntime(program: Program, files: VisibleFiles, log: (line: string) => void): Promise<LeanRuntime> {
  const names = new FunctionNames(program.functionNames);
  let functions: Functions | undefined;
  return new Promise((resolve, reject) => {
    const module: LoaderModule = {
      noInitialRun: true,
      addedSymbols: [],
      onRuntimeInitialized() {
        if (module.inside === undefined || functions === undefined)
          return reject(new Error('The loader did not hand out its inside.'));
        const runtime = new LeanRuntime(module.inside, module.addedSymbols, functions);
        runtime.mount(files);
        resolve(runtime);
      },
      onAbort: (what) => reject(new Error(`Emscripten aborted: ${what}`)),
      instantiateWasm(imports, receive) {
        const { exports } = new WebAssembly.Instance(program.module, imports);
        functions = { names, table: exports[functionTable] as WebAssembly.Table };
        receive({ exports: withFunctions(exports, functions) }, program.module);
      },
      print: log,
      printErr: log,
      stdin: () => null,
    };
    const host = { ...sandbox(files), LeanModule: module };
    const run = compileFunction(program.loader, Object.keys(host), { filename: 'lean.js' });
    Reflect.apply(run, undefined, Object.values(host));
  });
}

/** All exports of the module as it was shipped, by name. */
function withFunctions(exports: WebAssembly.Exports, functions: Functions): WebAssembly.Exports {
  return new Proxy(exports, {
    get(own, name) {
      if (typeof name !== 'string' || name in own) return Reflect.get(own, name);
      const place = movedFunction.test(name) ? functions.names.find(name) : undefined;
      return place === undefined ? undefined : functions.table.get(place);
    },
  });
}
