import type { ElaborateFile } from '../../data/benchmark/lean-file.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { fileOptions, type Lean } from '../../lean/index.ts';

/** Elaborates the Lean files of a benchmark. Lean starts only where there are any. */
export function elaborateWith(open: () => Promise<Result<Lean, Problem>>, signal: AbortSignal): ElaborateFile {
  return async (text, { fileName, file }) => {
    const lean = await open();
    if (!lean.ok) return lean;
    const options = file === undefined ? [] : fileOptions(file);
    const loaded = await lean.value.loadFile(text, fileName, signal, options);
    if (!loaded.ok) {
      const { kind, message } = loaded.error;
      return fail({
        code: `lean-${kind}`,
        message: `Lean could not load the file: ${message}`,
        where: { file: fileName },
      });
    }
    const { written, sorries, messages } = loaded.value;
    return ok({
      options,
      written: written.map(({ range, declaration, command }) => ({
        byte: range.start.byte,
        end: [range.stop.line, range.stop.column + 1],
        declaration,
        command: { start: command.start.byte, stop: command.stop.byte, line: command.start.line },
      })),
      sorries: sorries.map(({ declaration, range }) => ({ declaration, byte: range.start.byte })),
      errors: messages
        .filter(({ severity }) => severity === 'error')
        .map(({ position, text }) => ({ byte: position.byte, text })),
    });
  };
}
