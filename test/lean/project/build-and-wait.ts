/** Builds the project in the folder that is given, and says so whenever a module is there. */
import { buildProject } from '../../../src/lean/index.ts';

const { signal } = new AbortController();
await buildProject(process.argv[2] ?? '', [], process.env, {
  workers: 1,
  signal,
  onEvent: (event) => event.kind === 'module-finished' && process.send?.(event.module),
});
