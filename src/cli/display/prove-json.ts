import type { FileEvent } from '../../proving/index.ts';

/** An event as one flat JSON object, or nothing for those that a program would drown in. */
export function jsonEvent(event: FileEvent): object | undefined {
  switch (event.kind) {
    case 'file-opened': {
      const theorems = event.declarations.map((declaration) => declaration.name);
      const errors = event.errors.map(({ text, position: { line, column } }) => ({ line, column, message: text }));
      return { event: event.kind, file: event.file, theorems, errors };
    }
    case 'declaration-started':
    case 'verifying':
      return { event: event.kind, theorem: event.declaration.name };
    case 'search': {
      const { kind, ...rest } = event.event;
      return kind === 'expanded' || kind === 'proved'
        ? { event: kind, theorem: event.declaration.name, sorry: event.sorry, ...rest }
        : undefined;
    }
    case 'declaration-finished': {
      const { declaration, outcome, sorries, seconds } = event.report;
      const { kind: result, ...details } = outcome;
      const scripts = sorries.map((sorry) => (sorry.kind === 'found' ? sorry.script.join('\n') : null));
      const { name: theorem, line } = declaration;
      return { event: event.kind, theorem, line, result, ...details, scripts, seconds };
    }
  }
}
