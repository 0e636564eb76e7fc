import type { Premise } from '../../src/premises/index.ts';

export const premise = (name: string, constants: readonly string[], rest: Partial<Premise> = {}): Premise => ({
  name,
  kind: 'theorem',
  statement: constants.join(' '),
  module: 'M',
  constants,
  head: 'Eq',
  rewrites: true,
  attributes: [],
  deprecated: false,
  statementHash: name,
  ...rest,
});
