import assert from 'node:assert/strict';
import { type Lean, type OpenOptions, openLean } from '../../src/lean/index.ts';

/** The embedded Lean, prepared if need be, with one worker unless the test asks for more. */
export async function openTestLean(options: OpenOptions = {}): Promise<Lean> {
  const opened = await openLean({ lean: 'embedded', workers: 1, ...options });
  assert.ok(opened.ok, JSON.stringify(opened));
  return opened.value;
}
