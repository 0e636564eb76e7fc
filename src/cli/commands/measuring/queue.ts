import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { Problem } from '../../../data/problem.ts';
import { connectionProblem } from '../../../eval/queue/link/connection.ts';
import type { Versions } from '../../../eval/queue/link/lane.ts';
import type { Lanes } from '../../../eval/queue/link/lanes.ts';
import { drain, type LaneOverview, overview, type QueueOverview, retryFailed } from '../../../eval/queue/overview.ts';
import { duration } from '../../../eval/report/format.ts';
import { printProblem } from '../../display/print-problem.ts';
import { plainTable } from '../../display/table.ts';
import { openLanes, queueOption } from '../../options/queue-options.ts';

const options = {
  ...queueOption,
  json: { type: 'boolean', default: false, describe: 'print JSON' },
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options>;

/** A command about a queue; what it answers is printed. */
const action = (
  command: string,
  describe: string,
  act: (lanes: Lanes, json: boolean) => Promise<object | string>,
): CommandModule<object, Arguments> => ({
  command,
  describe,
  builder: (cli) => cli.options(options),
  handler: async (args) => {
    const problem = await withLanes(args, act);
    if (problem !== undefined) printProblem(problem);
  },
});

const status = action(
  'status',
  'what waits, what is under way, who works on it, and how long it will take',
  async (lanes, json) => {
    const seen = await overview(lanes);
    return json ? seen : statusText(seen);
  },
);

const drainAction = action(
  'drain',
  'take off what waits; what is under way is finished, and runs can be taken up again',
  async (lanes, json) => {
    const taken = await drain(lanes, new Date());
    return json ? { taken } : `taken off the queue: ${taken}`;
  },
);

const retry = action(
  'retry',
  'put on again what was given up, unless its run has noted it as an error already',
  async (lanes, json) => {
    const retried = await retryFailed(lanes);
    return json ? { retried } : `on the queue again: ${retried}`;
  },
);

export const queueCommand: CommandModule = {
  command: 'queue <action>',
  describe: 'look at a queue, empty it, or try again what was given up',
  builder: (cli) =>
    cli
      .command(status)
      .command(drainAction)
      .command(retry)
      .demandCommand(1, 'Say what to do: status, drain or retry.')
      .example('$0 queue status --queue redis://host:6379', 'depth, rate, workers, time left'),
  handler: () => {},
};

async function withLanes(
  { queue, json }: Arguments,
  act: (lanes: Lanes, json: boolean) => Promise<object | string>,
): Promise<Problem | undefined> {
  const opened = await openLanes(queue);
  if (!opened.ok) return opened.error;
  await using lanes = opened.value;
  try {
    const done = await act(lanes, json);
    process.stdout.write(`${typeof done === 'string' ? done : JSON.stringify(done, undefined, 1)}\n`);
    return undefined;
  } catch (error) {
    return connectionProblem(error, lanes.connection.address);
  }
}

/** Lean says its version with the commit; the first part is what people call it. */
const shortVersion = ({ lean }: Versions): string => lean.version.split(',')[0] ?? '';

const timeLeft = ({ secondsLeft }: LaneOverview): string =>
  secondsLeft === null ? 'unknown' : secondsLeft === 0 ? 'none' : duration(secondsLeft);

function statusText({ lanes, workers, failed }: QueueOverview): string {
  const parts: string[] = [];
  for (const lane of lanes) {
    const { ariadne, lean } = lane.versions;
    parts.push(
      `Ariadne ${ariadne}, Lean ${shortVersion(lane.versions)}, REPL ${lean.repl.slice(0, 12)}`,
      plainTable([
        ['waiting', lane.waiting],
        ['under way', lane.active],
        ...(lane.stalled > 0 ? [['of these, after a worker died', lane.stalled]] : []),
        ...(lane.delayed > 0 ? [['put off', lane.delayed]] : []),
        ['done, not fetched', lane.done],
        ['given up, not fetched', lane.failed],
        ['a minute', lane.perMinute.toFixed(1)],
        ['time left', timeLeft(lane)],
      ]),
    );
  }
  if (lanes.length === 0) parts.push('Nothing is on the queue.');
  parts.push(
    workers.length === 0
      ? 'No worker is there.'
      : plainTable(
          workers.map(({ name, active, places, versions, since }) => [
            ...[name, `${active}/${places}`, shortVersion(versions), versions.ariadne],
            since.replace('T', ' ').slice(0, 16),
          ]),
          ['worker', 'load', 'Lean', 'Ariadne', 'since (UTC)'],
        ),
  );
  for (const { theorem, attempt, reason } of failed.slice(0, 20)) {
    parts.push(`given up: ${theorem} (attempt ${attempt + 1}): ${reason}`);
  }
  if (failed.length > 20) parts.push(`… and ${failed.length - 20} more`);
  return parts.join('\n');
}
