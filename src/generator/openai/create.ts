import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { OpenAiOptions } from '../options.ts';
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

/** @param env where the key is looked up */
export function createOpenAiGenerator(
  options: OpenAiOptions,
  env: NodeJS.ProcessEnv,
): Result<OpenAiGenerator, Problem> {
  const server = createServer(options, env);
  return server.ok ? ok(new OpenAiGenerator(options, server.value)) : server;
}
