/** The part of the WebAssembly API in use here; Node's types leave it to those of browsers, which do not fit elsewhere. */
declare namespace WebAssembly {
  type Imports = Readonly<Record<string, unknown>>;
  class Module {
    constructor(bytes: Uint8Array);
  }
  type Exports = Readonly<Record<string, unknown>>;
  class Instance {
    readonly exports: Exports;
    constructor(module: Module, imports: Imports);
  }
  class RuntimeError extends Error {}
  class Global {
    value: unknown;
  }
  class Memory {
    readonly buffer: SharedArrayBuffer;
    grow(pages: number): number;
  }
  class Table {
    readonly length: number;
    get(index: number): unknown;
  }
}
