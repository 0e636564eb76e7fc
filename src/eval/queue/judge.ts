import { renderScript } from '../../contracts/script.ts';
import type { Lean } from '../../lean/index.ts';
import { isAccepted, TheoremOpener, theoremSource, verifyScript } from '../../proving/index.ts';
import type { Judge } from './remote/remote-prover.ts';

/** The judge of this machine: it states the theorem itself, and has a fresh Lean verify the script that a worker sent. */
export function leanJudge(lean: Lean): Judge {
  const opener = new TheoremOpener(lean);
  return async (theorem, text, signal) => {
    const opened = await opener.open(theoremSource(theorem), signal);
    if (!opened.ok) {
      const { error } = opened;
      return error.kind === 'invalid' ? { kind: 'invalid-statement', message: error.message } : error;
    }
    using open = opened.value;
    const script = text.split('\n');
    const verdict = await verifyScript(lean, open, script, signal);
    if (isAccepted(verdict)) return { kind: 'proved', script: renderScript(script) };
    return verdict.kind === 'rejected' ? { ...verdict, script: text } : verdict;
  };
}
