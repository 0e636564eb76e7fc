export type { Candidate, Proposal, ProposalRequest, TacticGenerator, TheoremContext } from '../contracts/generator.ts';
export { type CreateGenerator, createGenerator } from './create.ts';
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
