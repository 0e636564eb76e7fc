import type { Argv } from 'yargs';

/** The commands by name. Each is loaded only when it is called, so that none waits for what only another needs. */
export const commands: Readonly<Record<string, (cli: Argv) => Promise<unknown>>> = {
  prove: async (cli) => cli.command((await import('./prove.ts')).proveCommand),
  eval: async (cli) => cli.command((await import('./eval.ts')).evalCommand),
  reason: async (cli) => cli.command((await import('./reason.ts')).reasonCommand),
  report: async (cli) => cli.command((await import('./report.ts')).reportCommand),
  export: async (cli) => cli.command((await import('./export.ts')).exportCommand),
  runs: async (cli) => cli.command((await import('./runs.ts')).runsCommand),
  dataset: async (cli) => cli.command((await import('./dataset.ts')).datasetCommand),
  build: async (cli) => cli.command((await import('./build.ts')).buildCommand),
  extract: async (cli) => cli.command((await import('./extract.ts')).extractCommand),
  bootstrap: async (cli) => cli.command((await import('./bootstrap.ts')).bootstrapCommand),
  train: async (cli) => cli.command((await import('./train.ts')).trainCommand),
  iterate: async (cli) => cli.command((await import('./iterate.ts')).iterateCommand),
  worker: async (cli) => cli.command((await import('./worker.ts')).workerCommand),
  queue: async (cli) => cli.command((await import('./queue.ts')).queueCommand),
  suggest: async (cli) => cli.command((await import('./suggest.ts')).suggestCommand),
  serve: async (cli) => cli.command((await import('./serve.ts')).serveCommand),
  mcp: async (cli) => cli.command((await import('./mcp.ts')).mcpCommand),
  lsp: async (cli) => cli.command((await import('./lsp.ts')).lspCommand),
  doctor: async (cli) => cli.command((await import('./doctor.ts')).doctorCommand),
};
