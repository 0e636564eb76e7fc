/** The conversation with a host process, as one conversation for each of its instances. */
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
} from 'vscode-jsonrpc/node';
import type { LeanProcess } from '../../process/lean-process.ts';
import type { LeanTransport } from '../../process/transport.ts';

/** How long an instance may take to end, in milliseconds, before its whole host is ended. */
const closePatience = 10_000;

type Addressed = Message & { readonly instance?: number; readonly method?: string };

export class HostConnection {
  readonly #process: LeanProcess;
  readonly #channels = new Map<number, Channel>();
  #opened = 0;

  constructor(process: LeanProcess) {
    this.#process = process;
    process.reader.onError(() => process.kill());
    process.reader.listen((message) => this.#receive(message));
    void process.ended.then(() => {
      for (const channel of this.#channels.values()) channel.end();
      this.#channels.clear();
    });
  }

  get pid(): number {
    return this.#process.pid;
  }

  get hasEnded(): boolean {
    return this.#process.hasEnded;
  }

  /** A fresh instance; with the number of a kept memory, one that begins there. */
  open(memory: number | undefined): LeanTransport {
    const id = ++this.#opened;
    const channel = new Channel(this.#process, id);
    this.#channels.set(id, channel);
    send(this.#process, { method: '$/open', instance: id, params: { memory } });
    return channel;
  }

  keepSpares(count: number, memory: number | undefined): void {
    send(this.#process, { method: '$/spares', params: { count, memory } });
  }

  forget(memory: number): void {
    send(this.#process, { method: '$/forget', params: { memory } });
  }

  /** Ends the process; resolves when it is gone. */
  close(): Promise<void> {
    this.#process.kill();
    return this.#process.ended;
  }

  #receive(message: Addressed): void {
    const { instance = 0, ...rest } = message;
    const channel = this.#channels.get(instance);
    if (message.method === '$/ended') {
      this.#channels.delete(instance);
      channel?.end();
    } else channel?.receive(rest);
  }
}

/** A process that does not read any more is reported by its end. */
const send = (process: LeanProcess, message: object): void =>
  void process.writer.write({ jsonrpc: '2.0', ...message } as Message).catch(() => {});

class ChannelReader extends AbstractMessageReader {
  #callback: DataCallback | undefined;

  listen(callback: DataCallback): Disposable {
    this.#callback = callback;
    return { dispose: () => (this.#callback = undefined) };
  }

  receive(message: Message): void {
    this.#callback?.(message);
  }
}

class ChannelWriter extends AbstractMessageWriter {
  readonly #process: LeanProcess;
  readonly #id: number;

  constructor(process: LeanProcess, id: number) {
    super();
    this.#process = process;
    this.#id = id;
  }

  write(message: Message): Promise<void> {
    return this.#process.writer.write({ ...message, instance: this.#id } as Message);
  }

  end(): void {}
}

class Channel implements LeanTransport {
  readonly pid: number;
  readonly reader = new ChannelReader();
  readonly writer: ChannelWriter;
  readonly ended: Promise<void>;
  readonly #process: LeanProcess;
  readonly #id: number;
  readonly #end: () => void;
  #closing: NodeJS.Timeout | undefined;
  #hasEnded = false;

  constructor(process: LeanProcess, id: number) {
    this.pid = process.pid;
    this.#process = process;
    this.#id = id;
    this.writer = new ChannelWriter(process, id);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#end = resolve;
  }

  receive(message: Message): void {
    this.reader.receive(message);
  }

  end(): void {
    this.#hasEnded = true;
    clearTimeout(this.#closing);
    this.#end();
  }

  kill(): void {
    if (this.#hasEnded || this.#closing !== undefined) return;
    send(this.#process, { method: '$/close', instance: this.#id });
    this.#closing = setTimeout(() => this.#process.kill(), closePatience);
  }

  lastWords(): string {
    return this.#process.lastWords();
  }

  /** An instance says it by itself. */
  memory(): number {
    return 0;
  }
}
