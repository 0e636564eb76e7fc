export type { Library, Premise } from './library.ts';
export { coreLibrary } from './library.ts';
export { createPortfolio, Portfolio, type PortfolioSetup } from './portfolio.ts';
export { PremiseIndex } from './premises.ts';
export { Priors, PriorTable, readPriors } from './priors.ts';
