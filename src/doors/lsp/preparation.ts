import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver/node';

/** The first start of Lean takes a while: an editor that can show how far it is does so. */
export class Preparation {
  readonly #connection: Connection;
  #reporter: Promise<WorkDoneProgressServerReporter> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @param done share of the whole, from 0 to 1 */
  async tell(step: string, done: number): Promise<void> {
    const isFirst = this.#reporter === undefined;
    this.#reporter ??= this.#connection.window.createWorkDoneProgress();
    const reporter = await this.#reporter;
    if (isFirst) reporter.begin('Ariadne prepares Lean, once', 0, step, false);
    else reporter.report(Math.round(100 * done), step);
  }

  async end(): Promise<void> {
    const reporter = await this.#reporter;
    reporter?.done();
  }
}
