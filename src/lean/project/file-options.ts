/** The options that a project sets for a file of it. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OptionSetting } from '../protocol.ts';
import { findWorkspace, moduleOfFile } from './workspace.ts';

/** With it every `sorry` were an error, and nothing could be proved. */
const leftOut = 'warningAsError';

/**
 * Those of its library, where it is a module of one; of its package otherwise. None where there is no such file, or no project
 * around it that can be read. `name` is a path, or a `file:` URL, as editors give it.
 */
export function fileOptions(name: string): readonly OptionSetting[] {
  const path = pathOf(name);
  if (path === undefined || !existsSync(path)) return [];
  const workspace = findWorkspace(path);
  if (workspace?.ok !== true) return [];
  const options = moduleOfFile(workspace.value, path)?.options ?? workspace.value.root.options;
  return options.filter((option) => option.name !== leftOut);
}

function pathOf(name: string): string | undefined {
  if (!URL.canParse(name)) return resolve(name);
  try {
    return fileURLToPath(name);
  } catch {
    return undefined;
  }
}
