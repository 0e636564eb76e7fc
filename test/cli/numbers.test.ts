import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import type { Argv, CommandModule, Options } from 'yargs';
import { commands } from '../../src/cli/commands.ts';
import { numberComplaint, numberRanges } from '../../src/cli/options/numbers.ts';

const launcher = new URL('../../bin/ariadne.js', import.meta.url).pathname;

/** The options of every command, as they are given to yargs. */
async function allOptions(): Promise<[command: string, name: string, options: Options][]> {
  const found: [string, string, Options][] = [];
  const recorder = (command: string): Argv => {
    const add = (options: Record<string, Options>) => {
      for (const [name, option] of Object.entries(options)) found.push([command, name, option]);
    };
    const calls = {
      options: (options: Record<string, Options>) => add(options),
      option: (name: string | Record<string, Options>, option: Options = {}) =>
        add(typeof name === 'string' ? { [name]: option } : name),
      command: (module: CommandModule) => {
        if (typeof module.builder === 'function') void module.builder(recorder(`${command} ${module.command}`));
      },
    };
    const proxy: Argv = new Proxy({} as Argv, {
      get: (_, method) =>
        // A promise it is not.
        method === 'then'
          ? undefined
          : (...args: unknown[]) => {
              const call = Object.entries(calls).find(([name]) => name === method)?.[1] as
                | ((...args: unknown[]) => void)
                | undefined;
              call?.(...args);
              return proxy;
            },
    });
    return proxy;
  };
  for (const register of Object.values(commands)) await register(recorder(''));
  return found;
}

describe('numbers on the command line', () => {
  it('have a range each, whatever the command', async () => {
    const options = await allOptions();
    const numbers = options.filter(([, , { type }]) => type === 'number');
    assert.ok(numbers.length > 40);
    const without = numbers
      .filter(([, name]) => !(name in numberRanges))
      .map(([command, name]) => `${command} --${name}`);
    assert.deepEqual(without, []);
  });

  it('have defaults within their range', async () => {
    for (const [command, name, { type, default: value }] of await allOptions()) {
      if (type !== 'number' || value === undefined) continue;
      assert.equal(numberComplaint({ [name]: value }, []), undefined, command);
    }
  });

  for (const [words, complaint] of [
    [['--workers', '0'], "--workers takes a whole number from 1 up, not '0'."],
    [['--workers', '1.5'], "--workers takes a whole number from 1 up, not '1.5'."],
    [['--seconds', 'abc'], "--seconds takes a number above 0, not 'abc'."],
    [['--seconds=abc'], "--seconds takes a number above 0, not 'abc'."],
    [['--seconds', 'Infinity'], "--seconds takes a number above 0, not 'Infinity'."],
    [['--seconds', '-1'], "--seconds takes a number above 0, not '-1'."],
    [['--seconds'], '--seconds takes a number above 0, and nothing follows it.'],
    [['--seconds', '1', '--seconds', '2'], '--seconds is given 2 times, and takes one number.'],
    [['--top-p', '2'], "--top-p takes a number from 0 to 1, not '2'."],
    [['--seed', '1e30'], "--seed takes a whole number, not '1e30'."],
    [['--tactic-seconds', '\u001b[2J'], "--tactic-seconds takes a number above 0, not '\\u001b[2J'."],
  ] as const) {
    it(`are refused in one line: ${JSON.stringify(words)}`, async () => {
      const { stderr, stdout, exitCode } = await execa(process.execPath, [launcher, 'prove', 'A.lean', ...words], {
        reject: false,
      });
      assert.equal(stderr.split('\n')[0], `error: ${complaint}`);
      assert.equal(exitCode, 2);
      assert.equal(stdout, '');
    });
  }
});
