import yargs, { type Argv } from 'yargs';
import { visibleLine } from '../data/visible.ts';
import { commands } from './commands.ts';
import { numberComplaint } from './options/numbers.ts';
import { operandsInPlace } from './options/operands.ts';

/** The command line, ready to be parsed: of the commands, only what these words ask for is loaded. */
export async function createCli(words: readonly string[]): Promise<Argv> {
  const cli = yargs(operandsInPlace(words))
    .scriptName('ariadne')
    .usage('$0 <command>\n\nProves Lean 4 theorems: searches, checks every step in Lean, verifies what it finds.')
    .version()
    .help()
    .alias('h', 'help')
    .strict()
    .demandCommand(1, 'Say what to do: a command is missing.')
    .recommendCommands()
    .wrap(Math.min(100, process.stdout.columns ?? 80))
    .check((parsed) => {
      const complaint = numberComplaint(parsed, words);
      if (complaint !== undefined) throw new Error(complaint);
      return true;
    })
    .fail((message, error) => {
      if (message === null && error !== undefined) throw error;
      process.stderr.write(
        `error: ${visibleLine(message)}\nhint:  ariadne --help, or ariadne <command> --help, says how it is used.\n`,
      );
      process.exit(2);
    });
  const [asked = ''] = words;
  const wanted = commands[asked];
  for (const register of wanted === undefined ? Object.values(commands) : [wanted]) await register(cli);
  return cli;
}
