import type { TacticGenerator } from '../../contracts/generator.ts';
import type { PremiseSelector } from '../../contracts/premises.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { knownProofModel } from '../known-models.ts';
import type { OpenAiOptions } from '../options.ts';
import { createPortfolio } from '../portfolio/index.ts';
import { WholeProofGenerator } from '../whole-proof/generator.ts';
import { plainlyAsked } from '../whole-proof/prompts.ts';
import { OpenAiGenerator } from './generator.ts';
import { Server } from './server.ts';

/**
 * The server at an address, with the limits that are asked for.
 *
 * @param env where the key is looked up
 */
export function createServer(
  options: Pick<OpenAiOptions, 'baseUrl' | 'keyVariable' | 'concurrency' | 'timeout' | 'retries'>,
  env: NodeJS.ProcessEnv,
): Result<Server, Problem> {
  if (!URL.canParse(options.baseUrl) || !/^https?:$/.test(new URL(options.baseUrl).protocol)) {
    return fail({
      code: 'invalid-address',
      message: `'${options.baseUrl}' is not the address of a server.`,
      hint: 'Give one such as http://localhost:8000/v1',
    });
  }
  const settings = {
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    key: env[options.keyVariable ?? 'OPENAI_API_KEY'],
    concurrency: options.concurrency ?? 8,
    timeout: options.timeout ?? 120_000,
    retries: options.retries ?? 4,
    backoff: 500,
  };
  return ok(new Server(settings));
}

/**
 * Tactics from a model on a server; from one that writes whole proofs, these, and the portfolio's tactics for what they leave open.
 *
 * @param env where the key is looked up
 * @param selector where premises come from, for a model that reads them
 */
export function createOpenAiGenerator(
  options: OpenAiOptions,
  env: NodeJS.ProcessEnv,
  selector?: PremiseSelector,
): Result<TacticGenerator, Problem> {
  const server = createServer(options, env);
  if (!server.ok) return server;
  const { wholeProofs = knownProofModel(options.model) !== undefined } = options;
  if (!wholeProofs) return ok(new OpenAiGenerator(options, server.value, selector));
  const prompt = knownProofModel(options.model)?.prompt ?? plainlyAsked;
  return ok(new WholeProofGenerator({ options, server: server.value, prompt, tactics: createPortfolio() }));
}
