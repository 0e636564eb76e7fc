/** The thread that a model runs in: it loads one, and decodes what it is asked until it is told to close. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { Problem } from '../../../data/problem.ts';
import { ok, type Result } from '../../../data/result.ts';
import type { Decoder } from '../decode/decoder.ts';
import { Engine } from '../decode/engine.ts';
import { loadModel } from '../model/load.ts';
import { readStops } from '../stops.ts';
import { TextTokenizer } from '../tokenizer.ts';
import type { FromThread, ThreadStart, ToThread } from './messages.ts';

async function load(start: ThreadStart): Promise<Result<{ engine: Engine; decoder: Decoder }, Problem>> {
  const tokenizer = await TextTokenizer.load(start.folder);
  if (!tokenizer.ok) return tokenizer;
  const stops = readStops(start.description, tokenizer.value, start.folder);
  if (!stops.ok) return stops;
  const decoder = await loadModel(start.files, start.description, start.session);
  if (!decoder.ok) return decoder;
  const drawable = Math.min(decoder.value.vocabulary, tokenizer.value.size);
  return ok({ engine: new Engine(decoder.value, stops.value, drawable, start.memory), decoder: decoder.value });
}

async function run(port: MessagePort, start: ThreadStart): Promise<void> {
  const send = (message: FromThread) => port.postMessage(message);
  const loaded = await load(start);
  if (!loaded.ok) {
    send({ kind: 'loaded', result: loaded });
    return;
  }
  const { engine, decoder } = loaded.value;
  const underWay = new Map<number, AbortController>();
  port.on('message', async (message: ToThread) => {
    if (message.kind === 'decode') {
      const controller = new AbortController();
      underWay.set(message.id, controller);
      const result = await engine.decode(message.request, controller.signal).catch(() => undefined);
      underWay.delete(message.id);
      if (result !== undefined) send({ kind: 'decoded', id: message.id, result });
    } else if (message.kind === 'cancel') {
      underWay.get(message.id)?.abort();
    } else {
      for (const controller of underWay.values()) controller.abort();
      await engine.idle();
      await decoder.close();
      port.close();
    }
  });
  send({ kind: 'loaded', result: ok({ vocabulary: decoder.vocabulary }) });
}

if (parentPort !== null) await run(parentPort, workerData as ThreadStart);
