export { type CreateGenerator, createGenerator } from './create.ts';
export type { Candidate, Proposal, ProposalRequest, TacticGenerator, TheoremContext } from './generator.ts';
export type {
  BeamOptions,
  DecodingOptions,
  Device,
  GeneratorOptions,
  MixOptions,
  MixPart,
  OnnxOptions,
  OpenAiOptions,
  PortfolioOptions,
  Precision,
  SamplingOptions,
} from './options.ts';
