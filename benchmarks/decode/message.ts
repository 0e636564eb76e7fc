/** What a process that decodes is started with, and what it is asked. */
export interface Start {
  /** Folder of the model. */
  readonly folder: string;
  readonly threads: number;
}

export interface Workload {
  /** Different prompts at once. */
  readonly states: number;
  /** Samples of each. */
  readonly samples: number;
  /** Tokens of each prompt. */
  readonly prompt: number;
  /** Tokens of each sample. */
  readonly tokens: number;
}

export interface Measured {
  readonly seconds: number;
  /** Tokens that were sampled. */
  readonly tokens: number;
  /** Processor time of all threads. */
  readonly cpuSeconds: number;
  /** Share of the time that was spent inside the runtime. */
  readonly inside: number;
  /** Largest resident memory of the process so far, in bytes. */
  readonly peakMemory: number;
}

/** Prompts that differ between states and between rounds. */
export function promptsOf({ states, prompt }: Workload, vocabulary: number, round: number): number[][] {
  return Array.from({ length: states }, (_, state) =>
    Array.from({ length: prompt }, (_, i) => (i * 37 + state * 101 + round * 13) % (vocabulary - 1)),
  );
}

/** Answers the workloads that the parent process sends. */
export function answer(
  run: (workload: Workload, round: number) => Promise<Omit<Measured, 'peakMemory' | 'cpuSeconds'>>,
): void {
  let round = 0;
  process.on('message', async (workload: Workload) => {
    const before = process.cpuUsage();
    const measured = await run(workload, round++);
    const { user, system } = process.cpuUsage(before);
    const peakMemory = process.resourceUsage().maxRSS * 1024;
    process.send?.({ ...measured, cpuSeconds: (user + system) / 1e6, peakMemory } satisfies Measured);
  });
  process.send?.('ready');
}
