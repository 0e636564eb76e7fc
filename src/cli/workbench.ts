import { Workbench } from '../doors/workbench/index.ts';
import { createGenerator, type GeneratorOptions } from '../generator/index.ts';
import { type LeanEvent, openLean } from '../lean/index.ts';
import { type LeanArguments, leanSettings } from './options/lean-options.ts';

/** A workbench with what the command line asks for. stdout belongs to the protocol, so that news goes to stderr. */
export const openWorkbench = (
  args: LeanArguments,
  generator: GeneratorOptions,
  onEvent: (event: LeanEvent) => void = () => {},
): Workbench =>
  new Workbench({
    openLean: () =>
      openLean({
        ...leanSettings(args),
        onEvent: (event) => {
          report(event);
          onEvent(event);
        },
      }),
    createGenerator: () => createGenerator(generator),
  });

function report(event: LeanEvent): void {
  if (event.kind === 'preparing') {
    process.stderr.write(`preparing Lean, once: ${event.step} (${Math.round(100 * event.done)} %)\n`);
  } else if (event.kind === 'worker-replaced') {
    process.stderr.write(`a Lean was replaced (${event.reason}): ${event.message}\n`);
  }
}
