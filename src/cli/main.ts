import { hideBin } from 'yargs/helpers';
import { createCli } from './create-cli.ts';
import { guardTerminal } from './display/terminal.ts';

guardTerminal(process.stdout);
guardTerminal(process.stderr);
await (await createCli(hideBin(process.argv))).parseAsync();
