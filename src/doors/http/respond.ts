import type { FastifyReply } from 'fastify';
import type { Problem } from '../../data/problem.ts';
import type { Result } from '../../data/result.ts';

/** Answers with what is found, or with what went wrong, or, in time, that nothing came of it. */
export async function respond<T>(
  reply: FastifyReply,
  seconds: number,
  answer: (signal: AbortSignal) => Promise<Result<T, Problem>>,
  show: (found: T) => unknown,
): Promise<FastifyReply> {
  // Not the signal of the request, which is aborted when its body has been read.
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const late = AbortSignal.timeout(seconds * 1000);
  const result = await Promise.race([answer(AbortSignal.any([gone.signal, late])), aborted(late)]);
  if (result === undefined || (late.aborted && !result.ok)) {
    return reply.code(503).send({ error: { type: 'timed-out', message: `There was no answer in ${seconds} s.` } });
  }
  if (result.ok) return reply.send(show(result.value));
  const { code, message, hint } = result.error;
  return reply.code(500).send({ error: { type: code, message, ...(hint !== undefined && { hint }) } });
}

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
