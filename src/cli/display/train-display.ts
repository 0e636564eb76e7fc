import pc from 'picocolors';
import type { TrainingEvent } from '../../train/events.ts';
import { chanceOf } from '../../train/metrics/quality.ts';

/** How many samples a search asks for at a state, by default. */
const samples = 16;

const percent = (share: number): string => `${(share * 100).toPrecision(3)}%`;
const compact = (value: number): string => Intl.NumberFormat('en', { notation: 'compact' }).format(value);

/** Prints a training: on a terminal one line that keeps changing, elsewhere a line every `interval` steps. */
export function trainingDisplay(output: NodeJS.WriteStream, interval = 20): (event: TrainingEvent) => void {
  let totalSteps = 0;
  const print = (line: string) => {
    if (output.isTTY) output.write('\r\u001b[K');
    output.write(`${line}\n`);
  };
  const step = (event: Extract<TrainingEvent, { kind: 'step' }>): void => {
    const line =
      `step ${event.step}/${totalSteps}  loss ${event.loss.toFixed(4)}  norm ${event.gradientNorm.toFixed(2)}  ` +
      `rate ${event.learningRate.toExponential(2)}  ${compact(event.tokens)} tokens  ${compact(event.tokensPerSecond)}/s`;
    if (output.isTTY) output.write(`\r\u001b[K${line}`);
    else if (event.step % interval === 0) output.write(`${line}\n`);
  };
  return (event) => {
    switch (event.kind) {
      case 'begun':
        totalSteps = event.totalSteps;
        print(
          `${compact(event.parameters)} parameters, ${event.vocabulary} tokens in the vocabulary; ` +
            `${event.examples} steps to train on, ${event.validationExamples} to validate on` +
            (event.tooLong > 0 ? `, ${event.tooLong} left out as longer than the context` : '') +
            (event.leftOut > 0 ? `, ${event.leftOut} left out as held out` : ''),
        );
        if (event.step > 0) print(`going on from step ${event.step}`);
        break;
      case 'step':
        step(event);
        break;
      case 'validation':
        print(
          pc.bold(`step ${event.step}  validation loss ${event.loss.toFixed(4)}`) +
            `  perplexity ${event.perplexity.toFixed(3)}  a whole tactic of ${event.length.toFixed(1)} tokens: ` +
            `${percent(event.chance)} in one sample, ${percent(chanceOf(event.chance, samples))} in ${samples}` +
            (event.best ? pc.green('  best') : ''),
        );
        break;
      case 'checkpoint':
        break;
    }
  };
}
