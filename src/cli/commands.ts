import type { Argv } from 'yargs';

/** The commands by name. Each is loaded only when it is called, so that none waits for what only another needs. */
export const commands: Readonly<Record<string, (cli: Argv) => Promise<unknown>>> = {
  prove: async (cli) => cli.command((await import('./prove.ts')).proveCommand),
  doctor: async (cli) => cli.command((await import('./doctor.ts')).doctorCommand),
  train: async (cli) => cli.command((await import('./train.ts')).trainCommand),
};
