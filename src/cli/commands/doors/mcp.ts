import { once } from 'node:events';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { Problem } from '../../../data/problem.ts';
import { closeGracefully, defaultLimits, httpServer } from '../../../doors/http/index.ts';
import { McpHttp } from '../../../doors/mcp/http.ts';
import { largestMessage, MessageScreen } from '../../../doors/mcp/screen.ts';
import { type McpSetup, mcpServer } from '../../../doors/mcp/server.ts';
import { ariadneVersion } from '../../../eval/session-info.ts';
import { printProblem } from '../../display/print-problem.ts';
import { interruptSignal } from '../../interrupt.ts';
import { chosenGenerator, generatorOptions } from '../../options/generator-options.ts';
import { admissionOf, httpOptions } from '../../options/http-options.ts';
import { leanOptions } from '../../options/lean-options.ts';
import { openWorkbench } from '../../workbench.ts';

const options = {
  root: { type: 'string', array: true, default: [] as string[], describe: 'folders that files may be read from' },
  http: { type: 'boolean', default: false, describe: 'listen for streamable HTTP instead, at /mcp' },
  port: { type: 'number', default: 6002, describe: 'port to listen at with --http; 0 takes a free one' },
  ...httpOptions,
  ...generatorOptions,
  ...leanOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options>;

export const mcpCommand: CommandModule<object, Arguments> = {
  command: 'mcp',
  describe: 'serve an agent over the Model Context Protocol, on stdin and stdout or over HTTP',
  builder: (cli) =>
    cli
      .options(options)
      .example('$0 mcp --root .', 'what an agent that works in this folder is given as a server')
      .example('ARIADNE_TOKEN=… $0 mcp --http', 'for several agents at once; each has to send the token'),
  handler: async (args) => {
    const signal = interruptSignal();
    const generator = chosenGenerator(args);
    if (!generator.ok) return printProblem(generator.error);
    const token = process.env.ARIADNE_TOKEN;
    if (args.http && !isLoopback(args.host) && !token) return printProblem(openToAll(args.host));
    await using workbench = openWorkbench(args, generator.value);
    workbench.warmUp();
    const setup: McpSetup = {
      workbench,
      version: ariadneVersion(),
      roots: args.root.map((root) => resolve(root)),
      folder: process.cwd(),
      clientMayName: args.http ? 'below' : 'any',
    };
    // Awaited here: the workbench closes when this scope is left.
    const problem = args.http ? await overHttp(setup, args, token, signal) : await overStdio(setup, signal);
    if (problem !== undefined) printProblem(problem);
  },
};

const warn = (error: Error): void => void process.stderr.write(`${error.message}\n`);

async function overStdio(setup: McpSetup, signal: AbortSignal): Promise<undefined> {
  const screen = new MessageScreen((refusal) => void wire.send(refusal).catch(warn));
  const wire = new StdioServerTransport(process.stdin.pipe(screen) as unknown as typeof process.stdin, process.stdout, {
    maxBufferSize: 2 * largestMessage,
  });
  const handle = serveStdio(() => mcpServer(setup), { transport: wire, onerror: warn });
  // The client ends the session by closing stdin; a pipe that broke ends it, too.
  const ended = [once(process.stdin, 'close'), once(process.stdout, 'error'), once(signal, 'abort')];
  await Promise.race(ended);
  await handle.close();
  // A client that still holds the pipe would keep a program alive that was asked to end.
  process.stdin.destroy();
  return undefined;
}

async function overHttp(
  setup: McpSetup,
  args: Arguments,
  token: string | undefined,
  signal: AbortSignal,
): Promise<Problem | undefined> {
  await using sessions = new McpHttp({ server: () => mcpServer(setup), token, onError: warn });
  const app = httpServer(admissionOf(args), { ...defaultLimits, bodyBytes: largestMessage });
  sessions.mount(app);
  try {
    const address = await app.listen({ port: args.port, host: args.host, signal });
    process.stdout.write(`the Model Context Protocol at ${address}/mcp\n`);
  } catch (error) {
    await app.close();
    if (signal.aborted) return undefined;
    const reason = error instanceof Error ? error.message : String(error);
    return { code: 'cannot-listen', message: `The server cannot listen: ${reason}.`, hint: 'Choose another --port.' };
  }
  if (!signal.aborted) await once(signal, 'abort');
  await closeGracefully(app, defaultLimits);
  return undefined;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

const openToAll = (host: string): Problem => ({
  code: 'token-required',
  message: `At ${host} others than this machine reach the server, and it has no token.`,
  hint: 'Set ARIADNE_TOKEN to a secret that clients send as `Authorization: Bearer …`, or leave --host away.',
});
