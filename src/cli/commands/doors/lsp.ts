import { once } from 'node:events';
import { createConnection } from 'vscode-languageserver/node';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import { LspServer } from '../../../doors/lsp/server.ts';
import { ariadneVersion } from '../../../eval/session-info.ts';
import { printProblem } from '../../display/print-problem.ts';
import { interruptSignal } from '../../interrupt.ts';
import { chosenGenerator, generatorOptions } from '../../options/generator-options.ts';
import { leanOptions } from '../../options/lean-options.ts';
import { openWorkbench } from '../../workbench.ts';

const options = {
  stdio: { type: 'boolean', default: true, hidden: true, describe: 'what many editors add of themselves' },
  diagnostics: {
    choices: ['auto', 'on', 'off'] as const,
    default: 'auto' as const,
    describe: 'show what Lean says of a file; auto: where no native Lean is there to do it',
  },
  ...generatorOptions,
  ...leanOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options>;

export const lspCommand: CommandModule<object, Arguments> = {
  command: 'lsp',
  describe: 'serve an editor over the Language Server Protocol, on stdin and stdout',
  builder: (cli) => cli.options(options).example('$0 lsp', 'what an editor is told to start for Lean files'),
  handler: async (args) => {
    const signal = interruptSignal();
    const generator = chosenGenerator(args);
    if (!generator.ok) return printProblem(generator.error);
    let server: LspServer | undefined;
    await using workbench = openWorkbench(args, generator.value, (event) => {
      if (event.kind === 'preparing') server?.preparing(event.step, event.done);
    });
    const connection = createConnection(process.stdin, process.stdout);
    const diagnostics = async (): Promise<boolean> => {
      if (args.diagnostics !== 'auto') return args.diagnostics === 'on';
      const lean = await workbench.lean();
      return !lean.ok || lean.value.command.kind === 'embedded';
    };
    using serving = new LspServer({ connection, workbench, version: ariadneVersion(), diagnostics });
    server = serving;
    serving.listen();
    const left = new Promise<void>((resolve) => connection.onExit(() => resolve()));
    await Promise.race([left, once(process.stdin, 'close'), once(signal, 'abort')]);
    connection.dispose();
    // An editor that still holds the pipe would keep a program alive that was asked to end.
    process.stdin.destroy();
  },
};
