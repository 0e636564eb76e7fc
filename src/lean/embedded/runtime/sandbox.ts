/**
 * What the loader script gets in place of Node's `require`, `process` and `globalThis`: reading the library and compiled
 * modules, writing to a folder made for it where it compiles some, and nothing else of the host. Lean runs files and
 * tactics that others wrote, so starting processes, sockets and evaluating JavaScript are not there at all.
 */
import { randomFillSync } from 'node:crypto';
import fs from 'node:fs';
import { join, sep } from 'node:path';
import util from 'node:util';

const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND } = fs.constants;
const writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;

/** What Lean sees of the host's disk. */
export interface VisibleFiles {
  /** The folder of the library: read-only. */
  readonly library: string;
  /** Compiled modules of a project, read-only. */
  readonly modules?: ModuleFiles;
  /** The one folder that Lean may write to. */
  readonly output?: string;
}

/** Files by the paths under which Lean looks for them, such as `My/Module.olean`, wherever they lie. It may grow. */
export class ModuleFiles {
  readonly #files = new Map<string, string>();
  readonly #folders = new Set<string>(['']);

  add(path: string, file: string): void {
    this.#files.set(path, file);
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth++) this.#folders.add(parts.slice(0, depth).join('/'));
  }

  file(path: string): string | undefined {
    return this.#files.get(path);
  }

  isFolder(path: string): boolean {
    return this.#folders.has(path);
  }
}

/** The root under which the script finds `modules`; no folder of the host is called so. */
export const modulesRoot = '/ariadne modules';

function refuse(operation: string): never {
  throw Object.assign(new Error(`${operation} is not allowed in the embedded Lean`), { code: 'EPERM', errno: -1 });
}

const isBelow = (path: string, root: string): boolean => path === root || path.startsWith(root + sep);

/** The part of `node:fs` that Emscripten's NODEFS needs: reading what is visible, and writing below `output` only. */
function visibleFiles({ library, modules, output }: VisibleFiles) {
  const readable = (path: string): string => {
    if (isBelow(path, library) || (output !== undefined && isBelow(path, output))) return path;
    if (modules === undefined || !path.startsWith(modulesRoot)) return refuse(`access to ${path}`);
    const name = path.slice(modulesRoot.length + 1);
    // Any folder does for what is asked about a folder.
    return modules.file(name) ?? (modules.isFolder(name) ? library : join(library, 'there is no such file'));
  };
  const writable = (path: string): string =>
    output !== undefined && isBelow(path, output) ? path : refuse(`writing to ${path}`);
  const whole = {
    lstatSync: (path: string) => fs.lstatSync(readable(path)),
    statSync: (path: string) => fs.statSync(readable(path)),
    fstatSync: (fd: number) => fs.fstatSync(fd),
    readdirSync: (path: string) => (path.startsWith(modulesRoot) ? [] : fs.readdirSync(readable(path))),
    openSync: (path: string, flags: number, mode: number) =>
      (flags & writing) === 0 ? fs.openSync(readable(path), O_RDONLY) : fs.openSync(writable(path), flags, mode),
    readSync: (fd: number, buffer: Uint8Array, offset: number, length: number, position: number) =>
      fs.readSync(fd, buffer, offset, length, position),
    closeSync: (fd: number) => fs.closeSync(fd),
  };
  const forWriting = {
    writeSync: (fd: number, buffer: Uint8Array, offset: number, length: number, position: number) =>
      fs.writeSync(fd, buffer, offset, length, position),
    writeFileSync: (path: string, data: string, options: object) => fs.writeFileSync(writable(path), data, options),
    renameSync: (from: string, to: string) => fs.renameSync(writable(from), writable(to)),
    unlinkSync: (path: string) => fs.unlinkSync(writable(path)),
    chmodSync: (path: string, mode: number) => fs.chmodSync(writable(path), mode),
    fchmodSync: (fd: number, mode: number) => fs.fchmodSync(fd, mode),
    utimesSync: (path: string, access: number, change: number) => fs.utimesSync(writable(path), access, change),
    futimesSync: (fd: number, access: number, change: number) => fs.futimesSync(fd, access, change),
    truncateSync: (path: string, length: number) => fs.truncateSync(writable(path), length),
    ftruncateSync: (fd: number, length: number) => fs.ftruncateSync(fd, length),
  };
  return new Proxy(output === undefined ? whole : { ...whole, ...forWriting }, {
    get: (files, name) => Reflect.get(files, name) ?? (() => refuse(`fs.${String(name)}`)),
  });
}

/** Parameters of the function that wraps the loader script, by name. */
export function sandbox(files: VisibleFiles): Readonly<Record<string, unknown>> {
  const modules: Readonly<Record<string, unknown>> = {
    fs: visibleFiles(files),
    util,
    os: { cpus: () => [{}] },
    crypto: { randomFillSync },
    worker_threads: { isMainThread: true, Worker: undefined },
  };
  const process = {
    versions: { node: globalThis.process.versions.node },
    release: { name: 'node' },
    type: 'sandbox',
    platform: globalThis.process.platform,
    argv: [],
    env: {},
    cwd: () => '/',
    on: () => {},
    binding: () => ({ fs: fs.constants }),
  };
  const global = { process, TextDecoder, performance, SharedArrayBuffer };
  return {
    require: (name: string) => modules[name] ?? refuse(`require(${JSON.stringify(name)})`),
    process,
    global,
    globalThis: global,
    eval: () => refuse('eval'),
    fetch: () => refuse('fetch'),
    WebSocket: undefined,
    XMLHttpRequest: undefined,
    __dirname: '/',
    __filename: '/lean.js',
    module: {},
    Worker: undefined,
  };
}
