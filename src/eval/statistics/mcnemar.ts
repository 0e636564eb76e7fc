/**
 * McNemar's exact test, two-sided: the probability, if two provers are equally good, of a split at least as uneven as
 * the observed one among the theorems that exactly one of them solved. Twice the smaller tail of Binomial(a + b, ½),
 * at most 1. Source: Fagerland, Lydersen & Laake, BMC Medical Research Methodology 13:91 (2013).
 *
 * @param onlyFirst theorems that only the first prover solved
 * @param onlySecond theorems that only the second solved
 */
export function mcnemarExact(onlyFirst: number, onlySecond: number): number {
  const discordant = onlyFirst + onlySecond;
  let logTerm = -discordant * Math.LN2;
  let tail = 0;
  for (let i = 0; i <= Math.min(onlyFirst, onlySecond); i++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log((discordant - i) / (i + 1));
  }
  return Math.min(1, 2 * tail);
}
