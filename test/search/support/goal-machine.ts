import assert from 'node:assert/strict';
import type { Goal } from '../../../src/data/goal.ts';
import type { ProofBranch, ProofTree } from '../../../src/search/index.ts';
import { goalNamed } from './game.ts';

/** What a tactic does: goals that take the place of the first, and goals elsewhere that it settles on the way. */
interface Effect {
  readonly acts: readonly string[];
  readonly fresh: readonly string[];
  readonly settled: readonly string[];
}

export interface ProofPlan {
  readonly branches: readonly ProofBranch[];
  readonly goals: readonly string[];
  readonly effects: ReadonlyMap<string, Effect>;
}

/**
 * A proof whose states split in all ways that coupled goals can, and the effect that each of its tactics has on a list
 * of goals. The tape decides everything: its numbers are used up one after another, and zeros follow.
 */
export function planProof(tape: readonly number[]): ProofPlan {
  const effects = new Map<string, Effect>();
  let next = 0;
  let names = 0;
  const choose = (choices: number) => (tape[next++] ?? 0) % choices;

  const prove = (acts: readonly string[]): ProofTree => {
    const tactic = `${choose(3) === 0 ? 'all_goals ' : ''}tactic${effects.size}`;
    const done = next >= tape.length;
    const fresh = done ? [] : Array.from({ length: choose(4) }, () => `goal${names++}`);
    const settled = acts.slice(1).filter(() => done || choose(3) === 0);
    effects.set(tactic, { acts, fresh, settled });
    const left = [...fresh, ...acts.slice(1).filter((goal) => !settled.includes(goal))];
    const goals: readonly Goal[] = acts.map(goalNamed);
    return { node: effects.size, goals, tactic, logProbability: -1, branches: split(left) };
  };
  const split = (goals: readonly string[]): readonly ProofBranch[] => {
    const groups = Map.groupBy(goals.keys(), () => choose(3));
    return [...groups.values()].map((positions) => ({
      positions,
      proof: prove(positions.map((position) => goals[position] ?? '')),
    }));
  };
  const goals = Array.from({ length: 1 + choose(4) }, () => `goal${names++}`);
  return { branches: split(goals), goals, effects };
}

/**
 * Runs a script on a list of goals the way Lean does, as far as scripts of ours go: `·`, `rotate_left`, `rotate_right`,
 * `refine ?name`, `case' name => skip`, `focus`, and the tactics of a plan. Each of these must find the goals of its state at
 * the front of the list, in order. Gives the goals that are left.
 */
export function runScript(script: readonly string[], start: readonly string[], effects: ProofPlan['effects']) {
  let goals = [...start];
  const names = new Map<string, string>();
  for (let line = 0; line < script.length; line++) {
    const text = script[line] ?? '';
    if (text.startsWith('· ')) {
      const block = [text.slice(2)];
      while (script[line + 1]?.startsWith('  ')) block.push((script[++line] ?? '').slice(2));
      assert.deepEqual(runScript(block, goals.slice(0, 1), effects), [], 'a block leaves goals');
      goals = goals.slice(1);
      continue;
    }
    const [word = '', argument = ''] = text.split(' ');
    if (word === 'rotate_left') goals.push(...goals.splice(0, Number(argument)));
    else if (word === 'rotate_right') goals.unshift(...goals.splice(goals.length - Number(argument)));
    else if (word === 'refine') names.set(argument.slice(1), goals[0] ?? '');
    else if (word === "case'") {
      const named = names.get(argument) ?? '';
      assert(goals.includes(named), `no goal is called ${argument}`);
      goals = [named, ...goals.filter((goal) => goal !== named)];
    } else {
      const tactic = word === 'focus' ? text.slice('focus '.length) : text;
      assert(tactic === text ? word !== 'all_goals' || goals.length === 1 : goals.length > 1, text);
      const effect = effects.get(tactic);
      assert(effect, `unknown tactic ${text}`);
      assert.deepEqual(goals.slice(0, effect.acts.length), effect.acts, `${word} does not find its goals`);
      goals = [...effect.fresh, ...goals.slice(1).filter((goal) => !effect.settled.includes(goal))];
    }
  }
  return goals;
}
