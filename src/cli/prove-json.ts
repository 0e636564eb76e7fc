import type { ProveEvent } from '../proving/index.ts';

/** An event as one flat JSON object, or nothing for those that a program would drown in. */
export function jsonEvent(event: ProveEvent): object | undefined {
  switch (event.kind) {
    case 'file-loaded':
      return { event: event.kind, file: event.file, theorems: event.targets.map((target) => target.name) };
    case 'target-started':
    case 'verifying':
      return { event: event.kind, theorem: event.target.name };
    case 'search': {
      const { kind, ...rest } = event.event;
      return kind === 'expanded' || kind === 'proved' || kind === 'round-started'
        ? { event: kind, theorem: event.target.name, sorry: event.sorry, ...rest }
        : undefined;
    }
    case 'target-finished': {
      const { target, outcome, sorries, seconds } = event.report;
      const { kind: result, ...details } = outcome;
      const scripts = sorries.map((sorry) => (sorry.kind === 'filled' ? sorry.script.join('\n') : null));
      return { event: event.kind, theorem: target.name, line: target.line, result, ...details, scripts, seconds };
    }
  }
}
