/**
 * The learning rate of a step (the first is 1): rises linearly over the first `warmup` share of all steps, then falls
 * to zero along half a cosine (Loshchilov and Hutter 2017).
 */
export function learningRateAt(step: number, totalSteps: number, peak: number, warmup = 0.03): number {
  const rising = Math.max(1, Math.round(totalSteps * warmup));
  if (step <= rising) return (peak * step) / rising;
  const progress = Math.min(1, (step - rising) / Math.max(1, totalSteps - rising));
  return (peak * (1 + Math.cos(Math.PI * progress))) / 2;
}
