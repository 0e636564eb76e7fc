/** What `ariadne doctor` reports of a model: whether it loads, where it runs, and that it has something to say. */
import type { Problem } from '../data/problem.ts';
import { createOnnxGenerator } from './onnx/create.ts';
import type { OnnxOptions } from './options.ts';

export type ModelReport =
  | {
      readonly kind: 'works';
      /** Name and hash. */
      readonly name: string;
      /** The execution provider. */
      readonly provider: string;
      /** What was tried before it, and why that did not start. */
      readonly notices: readonly string[];
      /** From loading to the first tactics. */
      readonly milliseconds: number;
    }
  | { readonly kind: 'fails'; readonly problem: Problem };

const target = '∀ p : Prop, p → p';
const goal = { tag: '', pretty: `⊢ ${target}`, hypotheses: [], target, head: '∀', constants: [] };

/** Loads the model and asks it for tactics. */
export async function examineModel(options: OnnxOptions): Promise<ModelReport> {
  const started = performance.now();
  const notices: string[] = [];
  const created = await createOnnxGenerator({ ...options, onNotice: (notice) => notices.push(notice) });
  if (!created.ok) return { kind: 'fails', problem: created.error };
  const generator = created.value;
  try {
    const theorem = { name: '', localTheorems: [] };
    const request = { theorem, goals: [goal], count: 4, seed: 0 };
    const [proposal] = await generator.propose([request], new AbortController().signal);
    if (proposal?.kind !== 'candidates') {
      return {
        kind: 'fails',
        problem: { code: 'model-fails', message: proposal?.message ?? 'The model says nothing.' },
      };
    }
    const { name, provider } = generator;
    return { kind: 'works', name, provider, notices, milliseconds: Math.round(performance.now() - started) };
  } finally {
    await generator.close();
  }
}
