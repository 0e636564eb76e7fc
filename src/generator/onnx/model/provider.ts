import type { Problem } from '../../../data/problem.ts';
import type { Result } from '../../../data/result.ts';
import type { Device } from '../../options.ts';
import type { SessionOptions } from './session.ts';

type Provider = SessionOptions['provider'];

/** Providers to try for a device, the best first. Only `auto` has a second choice. */
export const providersFor = (device: Device): readonly Provider[] =>
  device === 'auto' ? ['cuda', 'webgpu', 'cpu'] : [device];

/** Takes the first provider that starts, and says which did not, and why. */
export async function startOn<T>(
  device: Device,
  start: (provider: Provider) => Promise<Result<T, Problem>>,
  onNotice: (notice: string) => void,
): Promise<Result<{ readonly value: T; readonly provider: Provider }, Problem>> {
  const providers = providersFor(device);
  for (const [i, provider] of providers.entries()) {
    const result = await start(provider);
    if (result.ok) return { ok: true, value: { value: result.value, provider } };
    const last = i === providers.length - 1;
    if (last || result.error.code !== 'device-unavailable') return result;
    onNotice(`${result.error.message} Trying ${providers[i + 1]}.`);
  }
  throw new Error('There is always a provider to try.');
}
