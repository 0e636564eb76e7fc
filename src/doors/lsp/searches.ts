import { type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { z } from 'zod';
import { Conversation, type PageNews, reportBug } from '../live/index.ts';
import type { TextEdit } from '../workbench/answers.ts';
import type { Workbench } from '../workbench/index.ts';
import { AskSearch, OpenSearch, searchNotifications, searchRequests, WhichSearch } from './protocol.ts';

/** Searches that panels of one editor may have open. */
const mostOpen = 6;
/** Messages on their way to the editor until a search tells it no more for the time being. */
const backlog = 16;
/** Seconds without a request until a search is given up that looks for nothing. */
const idleSeconds = 900;

interface OpenedSearch {
  readonly conversation: Conversation;
  readonly stop: AbortController;
  readonly uri: string;
  /** What it searches in. */
  readonly text: string;
  proof?: TextEdit | undefined;
}

export interface SearchesParts {
  readonly connection: Connection;
  readonly workbench: Workbench;
  readonly document: (uri: string) => TextDocument | undefined;
  readonly write: (document: TextDocument, edit: TextEdit) => Promise<boolean>;
}

/** The searches that an editor's panels watch, as the page does, over the connection that is there anyway. */
export class PanelSearches {
  readonly #parts: SearchesParts;
  readonly #searches = new Map<number, OpenedSearch>();

  constructor(parts: SearchesParts) {
    this.#parts = parts;
    const { connection } = parts;
    connection.onRequest(searchRequests.open, (params: unknown) => this.#open(parsed(OpenSearch, params)));
    connection.onRequest(searchRequests.write, (params: unknown) => this.#write(parsed(WhichSearch, params).search));
    connection.onNotification(searchNotifications.ask, (params: unknown) => {
      const asked = AskSearch.safeParse(params).data;
      if (asked === undefined || asked.request.kind === 'prove') return;
      this.#searches.get(asked.search)?.conversation.ask(asked.request);
    });
    connection.onNotification(searchNotifications.close, (params: unknown) => {
      const asked = WhichSearch.safeParse(params).data;
      if (asked !== undefined) this.#close(asked.search);
    });
  }

  closeAll(): void {
    for (const search of this.#searches.keys()) this.#close(search);
  }

  #open({ search, uri, line, column, seconds }: z.infer<typeof OpenSearch>): null {
    const document = this.#parts.document(uri);
    if (document === undefined) throw refused(`'${uri}' is not open.`);
    if (this.#searches.has(search)) throw refused(`The search ${search} is open.`);
    if (this.#searches.size >= mostOpen) throw refused('Too many searches are open; close a panel.');
    const { connection, workbench } = this.#parts;
    const stop = new AbortController();
    let underWay = 0;
    const tell = (news: PageNews): void => {
      if (stop.signal.aborted) return;
      if (news.kind === 'answer') opened.proof = news.answer.outcome === 'proved' ? news.answer.edit : undefined;
      underWay++;
      void connection.sendNotification(searchNotifications.news, { search, news }).finally(() => {
        underWay--;
      });
    };
    const watcher = { tell, ready: () => underWay < backlog };
    const onIdle = () => this.#end(search, 'Nothing was asked for a long time.');
    const conversation = new Conversation({ workbench, watcher, signal: stop.signal, idleSeconds, onIdle });
    const opened: OpenedSearch = { conversation, stop, uri, text: document.getText() };
    this.#searches.set(search, opened);
    conversation
      .prove({ kind: 'prove', name: uri, text: opened.text, line, column, seconds })
      .then(() => this.#end(search, ''))
      .catch((bug: unknown) => {
        reportBug(bug);
        this.#end(search, 'The search broke down.');
      });
    return null;
  }

  async #write(search: number): Promise<{ readonly written: boolean }> {
    const opened = this.#searches.get(search);
    const document = opened && this.#parts.document(opened.uri);
    if (opened?.proof === undefined || document?.getText() !== opened.text) return { written: false };
    return { written: await this.#parts.write(document, opened.proof) };
  }

  #close(search: number): void {
    this.#searches.get(search)?.stop.abort();
    this.#searches.delete(search);
  }

  #end(search: number, reason: string): void {
    if (!this.#searches.has(search)) return;
    this.#close(search);
    void this.#parts.connection.sendNotification(searchNotifications.ended, { search, reason });
  }
}

function parsed<S extends z.ZodType>(schema: S, params: unknown): z.output<S> {
  const read = schema.safeParse(params);
  if (read.success) return read.data;
  throw refused(read.error.issues[0]?.message ?? 'The request is none.');
}

const refused = (message: string): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestFailed, message);
