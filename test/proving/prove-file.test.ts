import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fail, ok } from '../../src/data/result.ts';
import type { Lean } from '../../src/lean/index.ts';
import { type FileEvent, type FileReport, type Keeper, proveFile } from '../../src/proving/index.ts';
import { openTestLean } from '../lean/open-test-lean.ts';
import { scripted } from './suggest/scripted.ts';

let lean: Lean;
before(async () => {
  lean = await openTestLean({ workers: 1 });
});
after(() => lean.close());

async function prove(text: string, tactics: readonly string[], keeper: Keeper = {}) {
  const setup = { lean, generator: scripted(...tactics), budgets: { expansions: 4 } };
  return proveFile(setup, { text, fileName: 'Test.lean', keeper });
}

async function proved(text: string, tactics: readonly string[], keeper: Keeper = {}): Promise<FileReport> {
  const result = await prove(text, tactics, keeper);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

const outcomes = ({ reports }: FileReport) =>
  reports.map(({ declaration, outcome }) => `${declaration.name}: ${outcome.kind}`);

/** What a fresh look at a text says of it. */
async function errorsIn(text: string): Promise<readonly string[]> {
  const loaded = await lean.loadFile(text, 'Written.lean');
  assert.ok(loaded.ok);
  return loaded.value.messages.filter(({ severity }) => severity === 'error').map((message) => message.text);
}

describe('the sorrys of a file', () => {
  it('are filled one beside the other where their scripts clash: the first stays, and the file compiles', async () => {
    // The second script runs only while `f` is a `sorry`.
    const text = 'def f : Nat := by sorry\ntheorem t : True := by sorry\ntheorem u : f = f := by sorry\n';
    const onlyWhileOpen = '(fail_if_success (have : f = 5 := rfl)); trivial';
    const report = await proved(text, ['exact 5', onlyWhileOpen, 'rfl']);
    assert.deepEqual(outcomes(report), ['f: proved', 't: rejected', 'u: proved']);
    assert.match(report.completed, /^def f : Nat := by exact 5\ntheorem t : True := by sorry\n/);
    assert.deepEqual(await errorsIn(report.completed), []);
  });

  it('are filled beside an error of the file, which is reported with its place', async () => {
    const text = [
      'theorem one : 1 = 1 := by sorry',
      'theorem broken : 1 = 2 := by decide',
      'theorem unheard : nobody_knows = 1 := by',
      '  sorry',
      'theorem two : 2 = 2 := by sorry',
      '',
    ].join('\n');
    const report = await proved(text, ['rfl']);
    assert.deepEqual(outcomes(report), ['one: proved', 'unheard: unproved', 'two: proved']);
    assert.deepEqual(
      report.errors.map(({ position: { line, column } }) => [line, column]),
      [[2, 29]],
    );
    assert.equal(
      report.completed,
      text.replace('1 = 1 := by sorry', '1 = 1 := by rfl').replace('2 = 2 := by sorry', '2 = 2 := by rfl'),
    );
  });

  it('cannot be filled in a declaration that has an error of its own, whether Lean comes to them or not', async () => {
    const text =
      'theorem a : True ∧ 1 = 2 := ⟨by sorry, by decide⟩\ntheorem := by sorry\ntheorem c : True := by sorry\n';
    const report = await proved(text, ['trivial']);
    assert.deepEqual(outcomes(report), ['a: invalid', 'example (line 2): invalid', 'c: proved']);
  });

  it('stay filled where others of the declaration are left', async () => {
    const text = 'theorem a : True ∧ 1 = 2 := ⟨by sorry, by sorry⟩\n';
    const report = await proved(text, ['trivial']);
    assert.deepEqual(outcomes(report), ['a: partial']);
    assert.equal(report.completed, 'theorem a : True ∧ 1 = 2 := ⟨by trivial, by sorry⟩\n');
  });

  it('are kept as they are found, before the next search begins', async () => {
    const text = 'theorem a : True := by sorry\ntheorem b : True := by sorry\n';
    const log: string[] = [];
    const keeper: Keeper = {
      found: async (sorry, script) => {
        log.push(`found ${sorry} ${script.join()}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
        log.push(`kept ${sorry}`);
        return ok(undefined);
      },
      completed: async (completed) => {
        log.push(completed);
        return ok(undefined);
      },
    };
    const generator = scripted('trivial');
    const result = await proveFile(
      { lean, generator },
      { text, fileName: 'Test.lean', keeper },
      { onEvent: (event) => event.kind === 'declaration-started' && log.push(`search ${event.declaration.name}`) },
    );
    assert.ok(result.ok);
    const begun = log.indexOf('search b');
    assert.deepEqual(log.slice(0, begun), ['search a', 'found 0 trivial', 'kept 0']);
    assert.equal(log.at(-1), 'theorem a : True := by trivial\ntheorem b : True := by trivial\n');
  });

  it('are not searched for where a script is known, and that is verified as all are', async () => {
    const text = 'theorem a : True := by sorry\ntheorem b : 1 = 2 := by sorry\n';
    const report = await proved(text, [], { known: () => ['trivial'] });
    assert.deepEqual(outcomes(report), ['a: proved', 'b: rejected']);
  });

  it('end with the problem of what cannot be kept', async () => {
    const text = 'theorem a : True := by sorry\ntheorem b : True := by sorry\n';
    const problem = { code: 'disk-full', message: 'full' };
    const result = await prove(text, ['trivial'], { found: async () => fail(problem) });
    assert.deepEqual(result, fail(problem));
  });

  it('end as cancelled where the signal aborts', async () => {
    const signal = AbortSignal.abort();
    const result = await proveFile(
      { lean, generator: scripted() },
      { text: 'theorem a : True := by sorry', fileName: 'T.lean' },
      { signal },
    );
    assert.ok(!result.ok && result.error.code === 'cancelled');
  });

  it('have all instances each where it is alone, and share them where there are more', async () => {
    await using two = await openTestLean({ workers: 2 });
    const widths = async (text: string): Promise<readonly number[]> => {
      const found: number[] = [];
      const onEvent = (event: FileEvent): void => {
        if (event.kind === 'search' && event.event.kind === 'search-started') found.push(event.event.options.width);
      };
      await proveFile({ lean: two, generator: scripted('rfl') }, { text, fileName: 'Width.lean' }, { onEvent });
      return found;
    };
    assert.deepEqual(await widths('theorem one : 1 = 1 := by sorry\n'), [2]);
    assert.deepEqual(await widths('theorem one : 1 = 1 := by sorry\ntheorem two : 2 = 2 := by sorry\n'), [1, 1]);
  });
});
