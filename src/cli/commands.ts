import type { Argv } from 'yargs';

/** The commands by name. Each is loaded only when it is called, so that none waits for what only another needs. */
export const commands: Readonly<Record<string, (cli: Argv) => Promise<unknown>>> = {
  prove: async (cli) => cli.command((await import('./commands/proving/prove.ts')).proveCommand),
  eval: async (cli) => cli.command((await import('./commands/measuring/eval.ts')).evalCommand),
  reason: async (cli) => cli.command((await import('./commands/proving/reason.ts')).reasonCommand),
  report: async (cli) => cli.command((await import('./commands/measuring/report.ts')).reportCommand),
  export: async (cli) => cli.command((await import('./commands/measuring/export.ts')).exportCommand),
  runs: async (cli) => cli.command((await import('./commands/measuring/runs.ts')).runsCommand),
  dataset: async (cli) => cli.command((await import('./commands/measuring/dataset.ts')).datasetCommand),
  build: async (cli) => cli.command((await import('./commands/build.ts')).buildCommand),
  extract: async (cli) => cli.command((await import('./commands/training/extract.ts')).extractCommand),
  bootstrap: async (cli) => cli.command((await import('./commands/training/bootstrap.ts')).bootstrapCommand),
  train: async (cli) => cli.command((await import('./commands/training/train.ts')).trainCommand),
  'train-retriever': async (cli) =>
    cli.command((await import('./commands/training/train-retriever.ts')).trainRetrieverCommand),
  'train-distance': async (cli) =>
    cli.command((await import('./commands/training/train-distance.ts')).trainDistanceCommand),
  iterate: async (cli) => cli.command((await import('./commands/training/iterate.ts')).iterateCommand),
  worker: async (cli) => cli.command((await import('./commands/measuring/worker.ts')).workerCommand),
  queue: async (cli) => cli.command((await import('./commands/measuring/queue.ts')).queueCommand),
  suggest: async (cli) => cli.command((await import('./commands/proving/suggest.ts')).suggestCommand),
  premises: async (cli) => cli.command((await import('./commands/proving/premises.ts')).premisesCommand),
  'eval-premises': async (cli) =>
    cli.command((await import('./commands/measuring/eval-premises.ts')).evalPremisesCommand),
  serve: async (cli) => cli.command((await import('./commands/doors/serve.ts')).serveCommand),
  mcp: async (cli) => cli.command((await import('./commands/doors/mcp.ts')).mcpCommand),
  lsp: async (cli) => cli.command((await import('./commands/doors/lsp.ts')).lspCommand),
  doctor: async (cli) => cli.command((await import('./commands/doctor.ts')).doctorCommand),
};
