import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));

describe('the installation', () => {
  it('says of every package with an install script whether it may run, so that npm need not ask', () => {
    const { packages } = read('package-lock.json') as { packages: Record<string, { hasInstallScript?: boolean }> };
    const withScript = Object.entries(packages)
      .filter(([path, { hasInstallScript }]) => path !== '' && hasInstallScript === true)
      .map(([path]) => path.split('node_modules/').at(-1)!)
      // Optional, for one platform only, and known to npm where it is installed there.
      .filter((name) => name !== 'fsevents');
    const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> };
    assert.deepEqual(
      withScript.filter((name) => !(name in allowScripts)),
      [],
    );
  });
});
