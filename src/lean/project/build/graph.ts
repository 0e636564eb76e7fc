/** Which modules a file needs, in the order in which they can be compiled. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readHeader } from '../header.ts';
import { findModule, isLibraryModule, type ModuleSource, type Workspace } from '../workspace.ts';

/** A module that can be compiled once what it imports is there. */
export interface ModuleNode extends ModuleSource {
  readonly text: string;
  /** Modules of the workspace that it imports. */
  readonly imports: readonly string[];
  /**
   * Decides what compiling it gives: its text, name and options, and the keys of its imports. Two modules with one key are
   * the same module under the same Lean.
   */
  readonly key: string;
}

/** A module that cannot be compiled: it or one that it needs is not there, or they import each other in a circle. */
export interface Obstacle {
  readonly module: string;
  /** Where it is imported. */
  readonly importedBy: string;
  readonly why: 'missing' | 'circle';
}

export interface ImportGraph {
  /** In order: each after those that it imports. */
  readonly nodes: readonly ModuleNode[];
  readonly obstacles: readonly Obstacle[];
}

/** What `roots` need, themselves included. `lean` identifies the Lean that will compile them. */
export function importGraph(workspace: Workspace, roots: readonly string[], lean: string): ImportGraph {
  const nodes = new Map<string, ModuleNode>();
  const obstacles: Obstacle[] = [];
  const failed = new Set<string>();
  const open = new Set<string>();
  /** Was it found, with all that it needs? */
  const visit = (module: string, importedBy: string): boolean => {
    if (nodes.has(module)) return true;
    if (failed.has(module)) return false;
    const source = open.has(module) ? undefined : findModule(workspace, module);
    if (source === undefined) {
      obstacles.push({ module, importedBy, why: open.has(module) ? 'circle' : 'missing' });
      failed.add(module);
      return false;
    }
    open.add(module);
    const text = readFileSync(source.file, 'utf8');
    const imports = readHeader(text).imports.filter((each) => !isLibraryModule(each));
    const found = imports.map((each) => visit(each, module)).every(Boolean);
    open.delete(module);
    if (found) nodes.set(module, { ...source, text, imports, key: keyOf(source, text, imports, nodes, lean) });
    else failed.add(module);
    return found;
  };
  for (const root of roots) visit(root, root);
  return { nodes: [...nodes.values()], obstacles };
}

function keyOf(
  { module, options }: ModuleSource,
  text: string,
  imports: readonly string[],
  nodes: ReadonlyMap<string, ModuleNode>,
  lean: string,
): string {
  const parts = [lean, module, JSON.stringify(options), ...imports.map((each) => nodes.get(each)?.key ?? ''), text];
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}\0`).update(part);
  return hash.digest('hex').slice(0, 32);
}

/** What one module needs, itself left out, in order. */
export function closure(graph: ReadonlyMap<string, ModuleNode>, module: string): readonly ModuleNode[] {
  const found = new Map<string, ModuleNode>();
  const visit = (name: string): void => {
    const node = graph.get(name);
    if (node === undefined || found.has(name)) return;
    for (const each of node.imports) visit(each);
    found.set(name, node);
  };
  for (const each of graph.get(module)?.imports ?? []) visit(each);
  return [...found.values()];
}
