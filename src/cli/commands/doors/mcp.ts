import { once } from 'node:events';
import { resolve } from 'node:path';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import { mcpServer } from '../../../doors/mcp/server.ts';
import { ariadneVersion } from '../../../eval/session-info.ts';
import { printProblem } from '../../display/print-problem.ts';
import { interruptSignal } from '../../interrupt.ts';
import { chosenGenerator, generatorOptions } from '../../options/generator-options.ts';
import { leanOptions } from '../../options/lean-options.ts';
import { openWorkbench } from '../../workbench.ts';

const options = {
  root: { type: 'string', array: true, default: [] as string[], describe: 'folders that files may be read from' },
  ...generatorOptions,
  ...leanOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options>;

export const mcpCommand: CommandModule<object, Arguments> = {
  command: 'mcp',
  describe: 'serve an agent over the Model Context Protocol, on stdin and stdout',
  builder: (cli) =>
    cli.options(options).example('$0 mcp --root .', 'what an agent that works in this folder is given as a server'),
  handler: async (args) => {
    const signal = interruptSignal();
    const generator = chosenGenerator(args);
    if (!generator.ok) return printProblem(generator.error);
    await using workbench = openWorkbench(args, generator.value);
    workbench.warmUp();
    const roots = args.root.map((root) => resolve(root));
    const version = ariadneVersion();
    const folder = process.cwd();
    const handle = serveStdio(() => mcpServer({ workbench, version, roots, folder }), {
      onerror: (error) => process.stderr.write(`${error.message}\n`),
    });
    // The client ends the session by closing stdin; a pipe that broke ends it, too.
    const ended = [once(process.stdin, 'close'), once(process.stdout, 'error'), once(signal, 'abort')];
    await Promise.race(ended);
    await handle.close();
  },
};
