/**
 * Reads off what the proofs use that Ariadne has found in the core library, and writes it down as labels. A log that is
 * stopped is gone on with.
 *
 *     node benchmarks/premises/labels.ts --log runs/labels.jsonl --part 0/1
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { openLean } from '../../src/lean/index.ts';

const { values } = parseArgs({
  options: { log: { type: 'string', default: 'runs/labels.jsonl' }, part: { type: 'string', default: '0/1' } },
});
const root = new URL('../../', import.meta.url);
const lines = (text: string): unknown[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

interface Proof {
  readonly theorem: string;
  readonly module: string;
  readonly script: string;
}

/** Their proofs rest on computation, or on one theorem that the script names: `labelsOf` reads those off the text. */
const withoutLean =
  /^(?:unhygienic intros; )?(?:rfl|decide|omega|assumption|contradiction|trivial|ac_rfl|exact|apply)\b/;

const steps = lines(
  gunzipSync(readFileSync(new URL('benchmarks/library/steps/random-train.theorems.jsonl.gz', root))).toString(),
) as { theorem: string; module: string; steps: { state: string; tactic: string }[] }[];
const found: Proof[] = steps.flatMap(({ theorem, module, steps: tried }) => {
  const whole = tried.filter(({ state }) => state.startsWith('⊢'));
  if (whole.some(({ tactic }) => withoutLean.test(tactic))) return [];
  return whole.slice(0, 1).map(({ tactic }) => ({ theorem, module, script: tactic }));
});

const homes = new Map<string, string>();
const heldOut = new Set<string>();
for (const scheme of ['random', 'novel']) {
  const { modules } = JSON.parse(
    gunzipSync(readFileSync(new URL(`benchmarks/library/${scheme}.json.gz`, root))).toString(),
  );
  for (const [module, splits] of Object.entries(modules)) {
    for (const [split, names] of Object.entries(splits as Record<string, string[]>)) {
      for (const name of names) homes.set(name, module);
      if (scheme === 'novel' && split !== 'train') heldOut.add(module);
    }
  }
}
const measured: Proof[] = [];
for (const run of ['library_novel', 'library_random', 'library_random_mix']) {
  const attempts = lines(readFileSync(new URL(`results/${run}/attempts.jsonl`, root), 'utf8')) as {
    theorem: string;
    outcome: { kind: string; script?: string };
  }[];
  for (const { theorem, outcome } of attempts) {
    const module = homes.get(theorem);
    if (outcome.script !== undefined && module !== undefined) {
      measured.push({ theorem, module, script: outcome.script });
    }
  }
}

/** Theorems of the random held-out splits: what `simp` and `simp_all` close by themselves. They are measured on, never fitted on. */
const { modules: random } = JSON.parse(
  gunzipSync(readFileSync(new URL('benchmarks/library/random.json.gz', root))).toString(),
);
for (const [module, { valid = [], test = [] }] of Object.entries(random as Record<string, Record<string, string[]>>)) {
  for (const theorem of [...valid, ...test]) {
    if (measured.some((proof) => proof.theorem === theorem)) continue;
    found.push({ theorem, module, script: 'unhygienic intros; first | (simp; done) | simp_all' });
  }
}

const [part = 0, parts = 1] = values.part.split('/').map(Number);
const known = new Set(
  existsSync(values.log) ? lines(readFileSync(values.log, 'utf8')).map((l) => (l as Proof).theorem) : [],
);
/** What is measured on comes first, then modules of which nothing is trained on, then the others in no order. */
const turn = ({ module }: Proof): string =>
  `${heldOut.has(module) ? 0 : 1} ${createHash('sha256').update(module).digest('hex')}`;
const byTurn = (proofs: readonly Proof[]) => proofs.toSorted((a, b) => (turn(a) < turn(b) ? -1 : 1));
const wanted = [...new Map([...byTurn(measured), ...byTurn(found)].map((proof) => [proof.theorem, proof])).values()]
  .filter((_, index) => index % parts === part)
  .filter(({ theorem }) => !known.has(theorem));
console.log(`${wanted.length} proofs`);
mkdirSync(dirname(values.log), { recursive: true });
const lean = await openLean({ workers: 1 });
if (!lean.ok) throw new Error(lean.error.message);
for (const { theorem, module, script } of wanted) {
  const answer = await lean.value.libraryUses({ library: theorem, module }, script);
  const { used, message } = answer.ok ? answer.value : { used: undefined, message: answer.error.message };
  appendFileSync(values.log, `${JSON.stringify({ theorem, module, script, used, message })}\n`);
}
await lean.value.close();
