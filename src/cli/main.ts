import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { commands } from './commands.ts';

const cli = yargs(hideBin(process.argv))
  .scriptName('ariadne')
  .usage('$0 <command>\n\nProves Lean 4 theorems: searches, checks every step in Lean, verifies what it finds.')
  .version()
  .help()
  .alias('h', 'help')
  .strict()
  .demandCommand(1, 'Say what to do: a command is missing.')
  .recommendCommands()
  .wrap(Math.min(100, process.stdout.columns ?? 80))
  .fail((message, error) => {
    if (error !== undefined && error !== null) throw error;
    process.stderr.write(
      `error: ${message}\nhint:  ariadne --help, or ariadne <command> --help, says how it is used.\n`,
    );
    process.exit(2);
  });

const [asked = ''] = hideBin(process.argv);
const wanted = commands[asked];
for (const register of wanted === undefined ? Object.values(commands) : [wanted]) await register(cli);
await cli.parseAsync();
