import type { Verdict } from '@hilo/shared/invariants/rule.ts';
import { takeRecords } from '../../channel/cursor.ts';
import type { CaptureRecord, DocumentInfo, FromDocument } from '../../channel/messages.ts';
import { type Admitted, admit } from './admit.ts';
import { letGoPart, panelBounds } from './bounds.ts';
import { BrowserWitness, type Placed } from './browser-witness.ts';
import type { BrowserRequest } from './har-entry.ts';
import { readMessage } from './incoming.ts';
import { createSharedJudge, joinVerdicts, LoadJudge } from './judging.ts';
import { LoadBook } from './load-book.ts';
import { type Load, type LoadOrigin, ownTab, type Session } from './session.ts';

/** About what a request without headers and body takes. */
const eventBytes = 512;

/**
 * Folds what arrives into a session. Give it each message once, in the order of its coming: what was heard before is
 * known by its number and ignored, so that a replay after a new connection changes nothing. Pure: time is handed in.
 */
export class SessionFold {
  private source: Session['source'];
  private documents = new Map<string, DocumentInfo>();
  private readonly tabs = new Map<string, number>();
  private readonly cursors = new Map<string, number>();
  private readonly lastLoadOf = new Map<string, string>();
  private readonly books = new Map<string, LoadBook>();
  private readonly sharedJudge = createSharedJudge();
  private readonly browserWitness = new BrowserWitness();
  private readonly held = { events: 0, bytes: 0 };
  private readonly letGo = { loads: 0, events: 0, messages: 0 };
  private revision = 0;
  private made: Session | null = null;

  constructor(source: Session['source']) {
    this.source = source;
  }

  /**
   * Takes what a document of a tab says. Whatever comes, it does not throw; what is no message, or speaks for a document
   * of another tab, is counted.
   */
  take(message: unknown, tab = ownTab): void {
    const read = readMessage(message);
    if (!read || !this.isOfTab(read, tab)) this.letGo.messages++;
    else if (read.type === 'document') this.takeDocument(read.document);
    else if (read.type === 'records') this.takeRecords(read);
    else return;
    for (const placed of this.browserWitness.placeWaiting(this.ownDocuments)) this.addPlaced(placed);
    this.made = null;
  }

  /** Up to which record a document was heard; 0 where it never was. A replay is asked for after it. */
  heardUpTo(documentId: string): number {
    return this.cursors.get(documentId) ?? 0;
  }

  /** Number of the tab in which a document was seen first. */
  tabOf(documentId: string): number {
    return this.tabs.get(documentId) ?? ownTab;
  }

  /** A book for a load from a file, which is in the session only once it is adopted. */
  prepare(traceId: string, origin: LoadOrigin): LoadBook {
    return new LoadBook(traceId, origin, new LoadJudge(traceId, this.sharedJudge));
  }

  /** False where there is a load of that trace by now: it is left as it is. */
  adopt(book: LoadBook): boolean {
    if (this.books.has(book.traceId)) return false;
    this.books.set(book.traceId, book);
    this.held.events += book.events.length;
    this.held.bytes += book.bytes;
    this.keepWithinBounds();
    this.made = null;
    return true;
  }

  /** What the browser's own recording of the panel's tab says of a widget's requests. Of others it is not kept. */
  addBrowserRequest(request: BrowserRequest): void {
    const placed = this.browserWitness.take(request, this.ownDocuments);
    if (placed) this.addPlaced(placed);
  }

  /** Judges some of what was left for later. Whether there is more. */
  judgeSome(count: number): boolean {
    let left = count;
    for (const book of this.books.values()) {
      left -= book.judgeSome(left);
      if (left <= 0) break;
    }
    if (left < count) this.made = null;
    return left <= 0;
  }

  /** Time passed without an event, up to `t` milliseconds of the load, before the file that it is from was made. */
  judgeUntil(traceId: string, t: number): void {
    this.books.get(traceId)?.judgeUntil(t);
    this.made = null;
  }

  /** Whether there is a load of this trace already. */
  has(traceId: string): boolean {
    return this.books.has(traceId);
  }

  addSourceName(name: string): void {
    if (this.source.kind === 'imported')
      this.source = { kind: 'imported', names: [...this.source.names, name] };
    this.made = null;
  }

  /** The server's lines of a load, placed on its clock (`server-lines.ts`). */
  setServerLines(traceId: string, ...lines: Parameters<LoadBook['setServerLines']>): void {
    const book = this.books.get(traceId);
    if (!book) return;
    this.held.events -= book.events.length;
    this.held.bytes -= book.bytes;
    book.setServerLines(...lines);
    this.held.events += book.events.length;
    this.held.bytes += book.bytes;
    this.made = null;
  }

  /**
   * Time passes: promises with a deadline are judged in the loads of documents that are alive. `nowMs` is wall time a
   * little in the past, since events are on their way for a moment before they are here.
   */
  tick(nowMs: number): void {
    for (const book of this.books.values()) {
      const { origin } = book;
      if (origin.kind !== 'tab' || this.documents.get(origin.documentId)?.life !== 'alive') continue;
      const t = nowMs - book.load().beganAtMs;
      if (Number.isFinite(t) && t > book.lastT && book.tick(t)) this.made = null;
    }
  }

  /** What is known now. The same object as long as nothing changed. */
  session(): Session {
    this.made ??= {
      source: this.source,
      documents: this.documents,
      loads: [...this.books.values()].map((book) => book.load()),
      letGo: { ...this.letGo },
      revision: ++this.revision,
    };
    return this.made;
  }

  /** Pages name themselves: one must not pass for a page of another tab. */
  private isOfTab(message: FromDocument, tab: number): boolean {
    const documentId = message.type === 'document' ? message.document.documentId : message.documentId;
    if (!this.tabs.has(documentId)) this.tabs.set(documentId, tab);
    return this.tabs.get(documentId) === tab;
  }

  private takeDocument(document: DocumentInfo): void {
    this.documents = new Map(this.documents).set(document.documentId, document);
    const [oldest] = this.documents.keys();
    if (this.documents.size > panelBounds.documentsMax && oldest !== undefined) this.documents.delete(oldest);
  }

  private takeRecords(message: Extract<FromDocument, { type: 'records' }>): void {
    const { documentId } = message;
    const taken = takeRecords(this.heardUpTo(documentId), message);
    this.cursors.set(documentId, taken.cursor);
    for (const record of taken.fresh) this.takeRecord(documentId, record);
    const known = this.lastLoadOf.get(documentId);
    if (taken.lost > 0 && known !== undefined) this.books.get(known)?.lose({ count: taken.lost, bytes: 0 });
  }

  private takeRecord(documentId: string, { n, event }: CaptureRecord): void {
    const before = this.lastLoadOf.get(documentId) ?? null;
    const t = (before !== null && this.books.get(before)?.lastT) || 0;
    const admitted = admit(event, n, t, before);
    // Before a widget has said which load it is, there is only the document to go by.
    const traceId = admitted.event.fields.traceId ?? before ?? documentId;
    this.lastLoadOf.set(documentId, traceId);
    const frameId = this.documents.get(documentId)?.frameId ?? 0;
    const tab = this.tabOf(documentId);
    const book = this.bookOf(traceId, { kind: 'tab', tab, documentId, frameId });
    if (book.origin.kind === 'tab' && book.origin.tab !== tab) this.letGo.messages++;
    else this.add(book, admitted);
  }

  private readonly ownDocuments = (): DocumentInfo[] => {
    const heard = [...this.documents.values()].filter(({ documentId }) => this.tabOf(documentId) === ownTab);
    // A load that has told nothing yet has no clock to place anything on.
    return heard.map((document) => ({
      ...document,
      widgets: document.widgets.filter(({ traceId }) => this.books.has(traceId)),
    }));
  };

  private addPlaced(placed: Placed): void {
    const book = this.books.get(placed.traceId);
    if (book?.origin.kind !== 'tab') return;
    for (const event of book.browserEvents(placed))
      this.add(book, { event, bytes: eventBytes, isOdd: false });
    this.made = null;
  }

  private add(book: LoadBook, admitted: Admitted): void {
    book.add(admitted);
    this.held.events++;
    this.held.bytes += admitted.bytes;
    this.keepWithinBounds();
  }

  private bookOf(traceId: string, origin: LoadOrigin): LoadBook {
    const known = this.books.get(traceId);
    if (known) return known;
    const book = this.prepare(traceId, origin);
    this.books.set(traceId, book);
    return book;
  }

  /** The oldest events of the oldest loads make room. */
  private keepWithinBounds(): void {
    while (this.books.size > panelBounds.loadsMax) this.forgetOldestLoad();
    // A file may be far more than fits.
    while (this.isOverBounds() && this.held.events > 0) this.letOldestGo();
  }

  private isOverBounds(): boolean {
    return this.held.events > panelBounds.eventsMax || this.held.bytes > panelBounds.bytesMax;
  }

  private letOldestGo(): void {
    let wanted = Math.ceil(this.held.events * letGoPart);
    for (const book of this.books.values()) {
      const bytes = book.bytes;
      const gone = book.letOldestGo(wanted);
      this.noteGone(gone, bytes - book.bytes);
      wanted -= gone;
      if (wanted <= 0) return;
    }
  }

  private forgetOldestLoad(): void {
    const [oldest] = this.books.values();
    if (!oldest) return;
    this.books.delete(oldest.traceId);
    this.noteGone(oldest.events.length, oldest.bytes);
    this.letGo.loads++;
  }

  private noteGone(events: number, bytes: number): void {
    this.held.events -= events;
    this.held.bytes -= bytes;
    this.letGo.events += events;
  }
}

/** What is to be said of each promise over all loads of a session. */
export function verdictsOf(loads: readonly Load[]): Verdict[] {
  return joinVerdicts(loads.map((load) => load.verdicts()));
}
