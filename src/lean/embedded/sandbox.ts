/**
 * What the loader script gets in place of Node's `require`, `process` and `globalThis`: reading the library folder, and
 * nothing else of the host. Lean runs files and tactics that others wrote, so writing, starting processes, sockets and
 * evaluating JavaScript are not there at all.
 */
import { randomFillSync } from 'node:crypto';
import fs from 'node:fs';
import { sep } from 'node:path';
import util from 'node:util';

const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND } = fs.constants;
const writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;

function refuse(operation: string): never {
  throw Object.assign(new Error(`${operation} is not allowed in the embedded Lean`), { code: 'EPERM', errno: -1 });
}

/** The part of `node:fs` that Emscripten's NODEFS needs for reading, below `root` only. */
function readOnlyFiles(root: string) {
  const inside = (path: string): string =>
    path === root || path.startsWith(root + sep) ? path : refuse(`access to ${path}`);
  return new Proxy(
    {
      lstatSync: (path: string) => fs.lstatSync(inside(path)),
      statSync: (path: string) => fs.statSync(inside(path)),
      fstatSync: (fd: number) => fs.fstatSync(fd),
      readdirSync: (path: string) => fs.readdirSync(inside(path)),
      openSync: (path: string, flags: number) =>
        (flags & writing) === 0 ? fs.openSync(inside(path), O_RDONLY) : refuse('writing'),
      readSync: (fd: number, buffer: Uint8Array, offset: number, length: number, position: number) =>
        fs.readSync(fd, buffer, offset, length, position),
      closeSync: (fd: number) => fs.closeSync(fd),
    },
    {
      get: (files, name) => Reflect.get(files, name) ?? (() => refuse(`fs.${String(name)}`)),
    },
  );
}

/** Parameters of the function that wraps the loader script, by name. */
export function sandbox(root: string): Readonly<Record<string, unknown>> {
  const modules: Readonly<Record<string, unknown>> = {
    fs: readOnlyFiles(root),
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
