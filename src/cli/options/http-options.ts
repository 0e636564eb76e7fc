import type { InferredOptionTypes, Options } from 'yargs';
import type { Admission } from '../../doors/http/index.ts';

/** Options of every command that answers over HTTP. */
export const httpOptions = {
  host: { type: 'string', default: '127.0.0.1', describe: 'address to listen at' },
  'allow-host': {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'names that it answers to, beside localhost and addresses',
  },
  'allow-origin': {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'origins of pages that may ask it, beside its own',
  },
} satisfies Record<string, Options>;

/** Who may speak to the server that the command line asks for. */
export const admissionOf = (args: InferredOptionTypes<typeof httpOptions>): Admission => ({
  hosts: [args.host, ...args['allow-host']].map((name) => name.toLowerCase()),
  origins: args['allow-origin'],
});
