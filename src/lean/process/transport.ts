import type { MessageReader, MessageWriter } from 'vscode-jsonrpc/node';

/** The way to one Lean and back. */
export interface LeanTransport {
  readonly pid: number;
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  /** Resolves when that Lean is gone. */
  readonly ended: Promise<void>;
  /** Ends it, whatever it is doing; does nothing where it has ended. */
  kill(): void;
  /** The last lines that it printed. */
  lastWords(): string;
  /** Resident memory in bytes, for a Lean that does not say it by itself. */
  memory(): number;
}
