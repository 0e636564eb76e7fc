import type { Script } from '../../contracts/script.ts';

/**
 * The list of goals while a script is written, and the lines written so far. Goals are numbered in the order in which
 * they were left, so the list starts sorted; what moves a goal is written down as the tactic that moves it in Lean.
 */
export class GoalList {
  readonly #lines: string[] = [];
  #goals: readonly number[];

  constructor(size: number) {
    this.#goals = Array.from({ length: size }, (_, goal) => goal);
  }

  get lines(): Script {
    return this.#lines;
  }

  get goals(): readonly number[] {
    return this.#goals;
  }

  /** Moves the goals before this place to the end. */
  rotate(place: number): void {
    if (place <= 0) return;
    this.#lines.push(`rotate_left ${place}`);
    this.#goals = [...this.#goals.slice(place), ...this.#goals.slice(0, place)];
  }

  /** Undoes all turning: the goals left are in their order again. */
  realign(): void {
    this.rotate(this.#goals.indexOf(Math.min(...this.#goals)));
  }

  /** Brings these goals to the front, in order. Where others stand between them, they are named and called by name. */
  gather(goals: readonly number[], newName: () => string): void {
    if (goals.every((goal, place) => this.#goals[place] === goal)) return;
    const named = goals.map((goal) => ({ place: this.#goals.indexOf(goal), name: newName() }));
    for (const { place, name } of named) {
      const there = place === 0 ? [] : [`rotate_left ${place}`];
      const back = place === 0 ? [] : [`rotate_right ${place}`];
      this.#lines.push(...there, `refine ?${name}`, ...back);
    }
    for (const { name } of named.toReversed()) this.#lines.push(`case' ${name} => skip`);
    this.#goals = [...goals, ...this.#goals.filter((goal) => !goals.includes(goal))];
  }

  /** Writes the lines that prove these goals, which stand at the front. */
  prove(goals: readonly number[], lines: Script): void {
    for (const line of lines) this.#lines.push(line);
    this.#goals = this.#goals.slice(goals.length);
  }
}
