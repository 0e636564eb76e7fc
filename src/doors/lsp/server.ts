import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  CodeLensRefreshRequest,
  type Connection,
  type ExecuteCommandParams,
  ExecuteCommandRequest,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  MarkupKind,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  TextDocumentSyncKind,
  TextDocuments,
  type WorkDoneProgressReporter,
  type WorkDoneProgressServerReporter,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { z } from 'zod';
import { fillingOf, sorryAt, splice } from '../../proving/index.ts';
import type { SuggestionsAnswer } from '../workbench/answers.ts';
import type { Subject, Workbench } from '../workbench/index.ts';
import { smallestEdit } from '../workbench/text-edit.ts';
import { ElaboratedDocuments, type PlacedSorry } from './documents.ts';
import { contains, diagnosticsOf, offsetOf, overlaps, problemLine, unopened } from './positions.ts';
import { Preparation } from './preparation.ts';
import {
  CommandArguments,
  DocumentArguments,
  lspCommands,
  PlaceArguments,
  PlaceParams,
  placeRequest,
  plainGoalRequest,
  readNotification,
  Settings,
  suggestionsRequest,
  theoremsRequest,
} from './protocol.ts';
import { PanelSearches } from './searches.ts';
import { type TheoremRow, theoremsOf } from './theorems.ts';

export interface LspSetup {
  readonly connection: Connection;
  readonly workbench: Workbench;
  readonly version: string;
  /** Shall what Lean says of a file be shown? Not where a Lean server of its own does that. */
  readonly diagnostics: () => Promise<boolean>;
}

/** Time without typing after which a document is given to Lean, in milliseconds. */
const pause = 300;

type SorrySubject = Extract<Subject, { kind: 'sorry' }>;

/** A language server beside the one of Lean: it proves, suggests and disproves at every `sorry`. */
export class LspServer implements Disposable {
  readonly #setup: LspSetup;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #elaborated: ElaboratedDocuments;
  readonly #searches: PanelSearches;
  readonly #preparation: Preparation;
  readonly #pauses = new Map<string, NodeJS.Timeout>();
  #settings = Settings.parse({});
  #canRefreshLenses = false;
  #showsProgress = false;

  constructor(setup: LspSetup) {
    this.#setup = setup;
    this.#elaborated = new ElaboratedDocuments(setup.workbench);
    this.#preparation = new Preparation(setup.connection);
    this.#searches = new PanelSearches({
      connection: setup.connection,
      workbench: setup.workbench,
      document: (uri) => this.#documents.get(uri),
      write: (document, { line, column, endLine, endColumn, text }) =>
        this.#edit(document, {
          start: offsetOf(document, { line, column }),
          end: offsetOf(document, { line: endLine, column: endColumn }),
          text,
        }),
    });
  }

  /** Ends what panels have open, so that Lean is free; an editor that is gone has said no goodbye. */
  [Symbol.dispose](): void {
    this.#searches.closeAll();
  }

  /** Serves until the connection ends. */
  listen(): void {
    const { connection } = this.#setup;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onHover(({ textDocument, position }) => this.#hover(textDocument.uri, position));
    connection.onCodeLens(({ textDocument }) => this.#lenses(textDocument.uri));
    connection.onCodeAction(({ textDocument, range }) => this.#actions(textDocument.uri, range));
    // Not by `onExecuteCommand`, which keeps to itself whether the editor watches the progress of its own accord.
    connection.onRequest(ExecuteCommandRequest.type, (params, cancel) => {
      const stop = new AbortController();
      cancel.onCancellationRequested(() => stop.abort());
      return this.#execute(params, stop);
    });
    connection.onRequest(theoremsRequest, (params: unknown) => this.#theorems(parsed(DocumentArguments, params).uri));
    connection.onRequest(plainGoalRequest, async (params: unknown) => {
      const { textDocument, position } = parsed(PlaceParams, params);
      const goals = await this.#goalsAt(textDocument.uri, position);
      return goals === undefined ? null : { goals, rendered: goalsMarkdown(goals) };
    });
    connection.onRequest(suggestionsRequest, (params: unknown, cancel) => {
      const stop = new AbortController();
      cancel.onCancellationRequested(() => stop.abort());
      return this.#suggestions(this.#subject(parsed(CommandArguments, params)), stop.signal);
    });
    connection.onRequest(placeRequest, async (params: unknown) => {
      const [uri, line, column, tactic, left] = parsed(PlaceArguments, params);
      await this.#place(this.#subject([uri, line, column]), tactic, left);
      return null;
    });
    connection.onDidChangeConfiguration(({ settings }) => {
      if (settings?.ariadne !== undefined) this.#take(settings.ariadne);
    });
    connection.onShutdown(() => this.#searches.closeAll());
    this.#documents.onDidChangeContent(({ document }) => {
      clearTimeout(this.#pauses.get(document.uri));
      this.#pauses.set(
        document.uri,
        setTimeout(() => void this.#refresh(document), pause),
      );
    });
    this.#documents.onDidClose(({ document: { uri } }) => {
      clearTimeout(this.#pauses.get(uri));
      this.#pauses.delete(uri);
      this.#elaborated.close(uri);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
    });
    this.#documents.listen(connection);
    connection.listen();
  }

  #initialize({ initializationOptions, capabilities }: InitializeParams): InitializeResult {
    this.#take(initializationOptions ?? {});
    this.#canRefreshLenses = capabilities.workspace?.codeLens?.refreshSupport === true;
    this.#showsProgress = capabilities.window?.workDoneProgress === true;
    this.#setup.workbench.warmUp();
    void this.#setup.workbench.lean().then(() => this.#preparation.end());
    return {
      serverInfo: { name: 'ariadne', version: this.#setup.version },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        codeLensProvider: { resolveProvider: false },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
        executeCommandProvider: { commands: Object.values(lspCommands), workDoneProgress: true },
      },
    };
  }

  /** How far the first start of Lean is. */
  preparing(step: string, done: number): void {
    if (this.#showsProgress) void this.#preparation.tell(step, done);
  }

  /** Settings as an editor gives them at the start, and whenever they change. */
  #take(settings: unknown): void {
    const given = Settings.safeParse(settings);
    if (given.success) this.#settings = given.data;
    else this.#setup.connection.console.warn(`Settings are left aside: ${z.prettifyError(given.error)}`);
  }

  /** Has Lean look at what somebody has just written. */
  async #refresh(document: TextDocument): Promise<void> {
    const { connection, diagnostics } = this.#setup;
    const file = await this.#elaborated.open(document);
    const { uri, version } = document;
    if (this.#documents.get(uri)?.version !== version) return;
    if (await diagnostics()) {
      const shown = file.ok ? diagnosticsOf(document, file.value) : [unopened(file.error)];
      await connection.sendDiagnostics({ uri, version, diagnostics: shown });
    }
    await connection.sendNotification(readNotification, { uri, version });
    if (this.#canRefreshLenses) await connection.sendRequest(CodeLensRefreshRequest.type);
  }

  #sorries(uri: string): Promise<readonly PlacedSorry[]> {
    return this.#elaborated.sorries(this.#documents.get(uri));
  }

  async #hover(uri: string, position: PlacedSorry['range']['start']): Promise<Hover | null> {
    const here = (await this.#sorries(uri)).find(({ range }) => contains(range, position));
    if (here !== undefined) {
      const value = goalsMarkdown(here.sorry.goals.map(({ pretty }) => pretty));
      return { contents: { kind: MarkupKind.Markdown, value }, range: here.range };
    }
    // Elsewhere Lean's own server shows the goals, where there is one.
    const goals = (await this.#setup.diagnostics()) ? await this.#goalsAt(uri, position) : undefined;
    if (goals === undefined) return null;
    return { contents: { kind: MarkupKind.Markdown, value: goalsMarkdown(goals) } };
  }

  async #goalsAt(uri: string, position: PlacedSorry['range']['start']): Promise<readonly string[] | undefined> {
    const document = this.#documents.get(uri);
    return document && this.#elaborated.goalsAt(document, position);
  }

  async #lenses(uri: string): Promise<CodeLens[]> {
    const sorries = await this.#sorries(uri);
    return sorries.flatMap((placed) => offers(uri, placed).map((command) => ({ range: placed.range, command })));
  }

  async #actions(uri: string, range: PlacedSorry['range']): Promise<CodeAction[]> {
    const touched = (await this.#sorries(uri)).filter((placed) => overlaps(placed.range, range));
    return touched.flatMap((placed) =>
      offers(uri, placed).map((command) => ({
        title: `Ariadne: ${command.title}`,
        kind: CodeActionKind.QuickFix,
        command,
      })),
    );
  }

  async #theorems(uri: string): Promise<TheoremRow[]> {
    const document = this.#documents.get(uri);
    const file = document && (await this.#elaborated.open(document));
    return file?.ok ? theoremsOf(file.value) : [];
  }

  async #execute(
    { command, arguments: args, workDoneToken }: ExecuteCommandParams,
    stop: AbortController,
  ): Promise<unknown> {
    const subject = this.#subject(parsed(CommandArguments, args ?? []));
    const { window } = this.#setup.connection;
    // Editors that send no token with a command may still let the server begin a progress of its own.
    const begins = workDoneToken === undefined && this.#showsProgress;
    const reporter = begins ? await window.createWorkDoneProgress() : window.attachWorkDoneProgress(workDoneToken);
    if (isCancellable(reporter)) reporter.token.onCancellationRequested(() => stop.abort());
    try {
      switch (command) {
        case lspCommands.prove:
          return await this.#prove(subject, reporter, stop.signal);
        case lspCommands.suggest:
          return await this.#suggest(subject, stop.signal);
        case lspCommands.disprove:
          return await this.#disprove(subject, reporter, stop.signal);
        default:
          throw failed(`There is no command '${command}'.`);
      }
    } finally {
      reporter.done();
    }
  }

  async #prove(subject: SorrySubject, reporter: WorkDoneProgressReporter, signal: AbortSignal): Promise<unknown> {
    const proof = await this.#setup.workbench.prove(subject, this.#search('searching', reporter, signal));
    if (!proof.ok) return this.#tell(problemLine(proof.error));
    const { answer, completed } = proof.value;
    if (answer.outcome !== 'proved' || completed === undefined) {
      const why = answer.outcome === 'unproved' ? answer.why : answer.outcome === 'rejected' ? answer.message : '';
      this.#tell(`Ariadne: ${answer.theorem} is not proved (${why}).`);
      return answer;
    }
    const { name, text } = subject.document;
    const current = this.#documents.get(name);
    // What was proved is shown even where it cannot be put in: nothing that was found is lost.
    const isPlaced = current?.getText() === text && (await this.#apply(current, completed));
    if (!isPlaced)
      this.#tell(`Ariadne has proved ${answer.theorem}, but the file has changed since:\n${answer.script}`);
    return answer;
  }

  async #disprove(subject: SorrySubject, reporter: WorkDoneProgressReporter, signal: AbortSignal): Promise<unknown> {
    const request = this.#search('looking for a counterexample', reporter, signal);
    const disproof = await this.#setup.workbench.disprove(subject, request);
    if (!disproof.ok) return this.#tell(problemLine(disproof.error));
    const { value } = disproof;
    const found =
      value.outcome === 'false' ? `It is false: ${value.script}` : `Nothing was found against it: ${value.why}.`;
    this.#tell(`Ariadne: ${found}`);
    return value;
  }

  async #suggest(subject: SorrySubject, signal: AbortSignal): Promise<unknown> {
    const answer = await this.#suggestions(subject, signal);
    const picks = answer.suggestions.map(({ check }) => ({
      title: check.outcome === 'leaves' ? `${check.tactic}  (leaves ${check.goals.length})` : check.tactic,
      tactic: check.tactic,
      left: check.outcome === 'leaves' ? check.goals.length : 0,
    }));
    if (picks.length === 0) return this.#tell('Ariadne has no suggestion that Lean accepts.');
    const picked = await this.#setup.connection.window.showInformationMessage('Ariadne suggests:', ...picks);
    if (picked !== undefined) await this.#place(subject, picked.tactic, picked.left);
    return answer;
  }

  async #suggestions(subject: Subject, signal: AbortSignal): Promise<SuggestionsAnswer> {
    const request = { count: this.#settings.suggestions, prefix: '', seed: 0 };
    const answer = await this.#setup.workbench.suggest(subject, request, signal);
    if (!answer.ok) throw failed(problemLine(answer.error));
    return answer.value;
  }

  /** Puts a tactic in the place of a `sorry`, with a new `sorry` below it for each goal that is left. */
  async #place({ document: { name }, position }: SorrySubject, tactic: string, left: number): Promise<void> {
    const document = this.#documents.get(name);
    if (document === undefined) return;
    const file = await this.#elaborated.open(document);
    const sorry = file.ok ? sorryAt(file.value, position) : file;
    if (!file.ok || !sorry.ok) return;
    const rest = left === 1 ? ['sorry'] : Array<string>(left).fill('· sorry');
    const script = [...tactic.split('\n'), ...rest];
    await this.#apply(document, splice(file.value.text, [fillingOf(sorry.value, script)]));
  }

  #apply(document: TextDocument, after: string): Promise<boolean> {
    return this.#edit(document, smallestEdit(document.getText(), after));
  }

  /** Has the editor change a document, which it refuses where the document is another one by then. */
  async #edit(
    document: TextDocument,
    { start, end, text }: { readonly start: number; readonly end: number; readonly text: string },
  ): Promise<boolean> {
    const edit = { range: { start: document.positionAt(start), end: document.positionAt(end) }, newText: text };
    const textDocument = { uri: document.uri, version: document.version };
    const changes = { documentChanges: [{ textDocument, edits: [edit] }] };
    return (await this.#setup.connection.workspace.applyEdit(changes)).applied;
  }

  #search(what: string, reporter: WorkDoneProgressReporter, signal: AbortSignal) {
    const { seconds } = this.#settings;
    reporter.begin(`Ariadne is ${what}`, 0, undefined, true);
    const onProgress = (done: number, message: string) =>
      reporter.report(Math.min(99, Math.round((100 * done) / seconds)), message);
    return { budgets: { seconds }, signal, onProgress };
  }

  #subject([uri, line, column]: z.infer<typeof CommandArguments>): SorrySubject {
    const document = this.#documents.get(uri);
    if (document === undefined) throw failed(`'${uri}' is not open.`);
    return { kind: 'sorry', document: { name: uri, text: document.getText() }, position: { line, column } };
  }

  #tell(message: string): null {
    void this.#setup.connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message });
    return null;
  }
}

const offers = (uri: string, { sorry }: PlacedSorry) =>
  (['prove', 'suggest', 'disprove'] as const).map((title) => ({
    title,
    command: lspCommands[title],
    arguments: [uri, sorry.range.start.line, sorry.range.start.column + 1],
  }));

const isCancellable = (reporter: WorkDoneProgressReporter): reporter is WorkDoneProgressServerReporter =>
  'token' in reporter;

function parsed<S extends z.ZodType>(schema: S, params: unknown): z.output<S> {
  const read = schema.safeParse(params);
  if (!read.success) throw failed(z.prettifyError(read.error));
  return read.data;
}

const failed = (message: string): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestFailed, message);

const goalsMarkdown = (goals: readonly string[]): string =>
  goals.length === 0 ? 'no goals' : goals.map((goal) => `\`\`\`lean\n${goal}\n\`\`\``).join('\n\n');
