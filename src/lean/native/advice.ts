/** What a person can do about what Lean, Lake or elan say when something is not there. */

/** How they say it, in the versions that there are, and what helps. */
const advice: readonly (readonly [pattern: RegExp, help: (found: RegExpExecArray, folder: string) => string])[] = [
  [
    /object file '[^']*' of module (\S+) does not exist/,
    ([, module = ''], folder) =>
      `${module} has not been built. Run \`lake build ${module}\` in ${folder}; where a build is under way, wait for its end.`,
  ],
  [
    /incompatible header|invalid header|is not a valid \.olean|unexpected end of file.*\.olean/,
    (_, folder) => `A module was built by another version of Lean. Run \`lake build\` in ${folder}.`,
  ],
  [
    /unknown (?:module prefix|package) '([^']+)'/,
    ([, root = ''], folder) =>
      `No package of the project in ${folder} has modules called ${root}. Is it required in the lakefile, and fetched (\`lake update\`)?`,
  ],
  [
    /missing manifest|manifest (?:is )?out of date|dependency '[^']+' .*not in manifest/,
    (_, folder) => `Run \`lake update\` in ${folder}.`,
  ],
  [/toolchain '([^']+)' is not installed/, ([, toolchain = '']) => `Run \`elan toolchain install ${toolchain}\`.`],
  [
    /no default toolchain|no override and no default/,
    () => 'Run `elan default stable`, or put a file lean-toolchain into the project.',
  ],
  [
    /could not download|failed to download|error during download/,
    () =>
      'elan could not fetch the toolchain that the project asks for (lean-toolchain). Is there a network? `--lean embedded` needs none.',
  ],
];

/** What helps; `undefined` where nothing is known to. */
export function adviceOn(message: string, folder: string): string | undefined {
  for (const [pattern, help] of advice) {
    const found = pattern.exec(message);
    if (found !== null) return help(found, folder);
  }
  return undefined;
}
