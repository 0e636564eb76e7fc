import pc from 'picocolors';
import type { RoundRecord } from '../../train/iterate/round.ts';

/** Prints what a round came to. */
export function printRound({ round, theorems, proved, steps, model, score, best }: RoundRecord): void {
  const found =
    theorems.length === 0
      ? `before any search, with ${model ?? 'the portfolio alone'}`
      : `${proved.length} of ${theorems.length} theorems proved, ${steps} steps to train on`;
  const measured = `${score.solved} of ${score.total} validation theorems`;
  console.log(`${pc.bold(`round ${round}`)}  ${found}; ${measured}${best ? pc.green('  best') : ''}`);
}
