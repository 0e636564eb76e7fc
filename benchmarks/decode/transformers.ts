import { AutoModelForCausalLM, env, Tensor } from '@huggingface/transformers';
import { answer, promptsOf, type Start } from './message.ts';

const { folder, threads } = JSON.parse(process.argv[2]!) as Start;
env.allowRemoteModels = false;
const model = await AutoModelForCausalLM.from_pretrained(folder, {
  dtype: 'fp32',
  device: 'cpu',
  // It looks for graphs in `onnx/` unless told otherwise.
  subfolder: '',
  session_options: { intraOpNumThreads: threads },
});
const { vocab_size: vocabulary } = model.config as unknown as { vocab_size: number };
let busy = 0;
for (const session of Object.values(model.sessions) as { run: (...args: unknown[]) => Promise<unknown> }[]) {
  const run = session.run.bind(session);
  session.run = async (...args) => {
    const start = performance.now();
    try {
      return await run(...args);
    } finally {
      busy += performance.now() - start;
    }
  };
}

answer(async (workload, round) => {
  // It shares no prompt between samples: each is a row of its own.
  const rows = promptsOf(workload, vocabulary, round).flatMap((prompt) => new Array(workload.samples).fill(prompt));
  const dims = [rows.length, workload.prompt];
  const inputs = new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), dims);
  const attention_mask = new Tensor('int64', new BigInt64Array(rows.length * workload.prompt).fill(1n), dims);
  const busyBefore = busy;
  const start = performance.now();
  const output = await model.generate({
    inputs,
    attention_mask,
    do_sample: true,
    temperature: 1,
    top_k: 0,
    max_new_tokens: workload.tokens,
  } as Parameters<typeof model.generate>[0]);
  const milliseconds = performance.now() - start;
  const length = (output as Tensor).dims[1]!;
  const tokens = rows.length * (length - workload.prompt);
  return { seconds: milliseconds / 1000, tokens, inside: (busy - busyBefore) / milliseconds };
});
