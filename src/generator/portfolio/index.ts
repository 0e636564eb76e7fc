export { createPortfolio, Portfolio, type PortfolioSetup } from './portfolio.ts';
export { Priors, PriorTable, readPriors } from './priors.ts';
