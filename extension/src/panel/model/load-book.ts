import type { Violation } from '@hilo/shared/invariants/rule.ts';
import type { TraceEvent, TraceEventKind, TraceEventOf, Witness } from '@hilo/shared/trace/events.ts';
import { emptyTenFields, type TenFields } from '@hilo/shared/trace/ten-fields.ts';
import type { Admitted } from './admit.ts';
import { panelBounds } from './bounds.ts';
import type { Placed } from './browser-witness.ts';
import { WitnessBalance } from './capture-loss.ts';
import { examine } from './examine.ts';
import type { LoadJudge } from './judging.ts';
import { insertInOrder, mergeInOrder } from './ordered.ts';
import type { Hole, Load, LoadOrigin } from './session.ts';

/** The book that is kept of one load while it grows; `load()` is what views see of it. */
export class LoadBook {
  bytes = 0;
  readonly events: TraceEvent[] = [];
  readonly traceId: string;
  readonly origin: LoadOrigin;
  private byKind = new Map<TraceEventKind, TraceEvent[]>();
  private readonly judge: LoadJudge;
  private readonly balance = new WitnessBalance();
  private readonly last = new Map<Witness, { seq: number; t: number }>();
  private readonly witnesses: Record<Witness, number> = { widget: 0, server: 0, wire: 0, browser: 0 };
  private holes: readonly Hole[] = [];
  private violations: readonly Violation[] = [];
  private fields: TenFields = emptyTenFields;
  private beganAtMs: number | null = null;
  private toJudge: TraceEvent[] = [];
  /** So many of them are judged: to take them out one by one would move all the others each time. */
  private judged = 0;
  /** In milliseconds of the load; null once that is judged. */
  private untilT: number | null = null;
  private letGo = 0;
  private odd = 0;
  private lost = { count: 0, bytes: 0 };
  private serverClock: Load['serverClock'] = null;
  private revision = 0;
  private made: Load | null = null;

  constructor(traceId: string, origin: LoadOrigin, judge: LoadJudge) {
    this.traceId = traceId;
    this.origin = origin;
    this.judge = judge;
  }

  get lastT(): number {
    return this.events.at(-1)?.t ?? 0;
  }

  /** `judgeLater`: not until `judgeSome` is called, since a long file is to be seen first. */
  add(admitted: Admitted, judgeLater = false): void {
    const event = this.inItsPlace(admitted.event);
    this.noteHole(event);
    this.noteLast(event);
    this.beganAtMs ??= event.wall - event.t;
    this.witnesses[event.witness]++;
    this.bytes += admitted.bytes;
    if (admitted.isOdd) this.odd++;
    if (event.kind === 'dropped') this.lose(event);
    if (event.witness === 'widget' && !admitted.isOdd) this.fields = event.fields;
    this.insert(event);
    this.balance.add(event);
    this.judgeOrKeep(event, judgeLater);
    this.made = null;
  }

  /** A request and its answer, or a socket, as the browser recorded them, as events of this load. */
  browserEvents({ request, path }: Placed): TraceEvent[] {
    const { kind, trace, method, status, beganAtMs, durationMs } = request;
    const seq = (this.last.get('browser')?.seq ?? 0) + 1;
    const t = Math.max(0, beganAtMs - (this.beganAtMs ?? beganAtMs));
    const base = { witness: 'browser', span: trace?.span ?? null, fields: this.fields } as const;
    const began = { ...base, seq, t, wall: beganAtMs };
    if (kind === 'socket') return [{ ...began, ...browserSocket, socketId: seq, path }];
    const sent = { headers: {}, body: null };
    const endedAt = { t: t + durationMs, wall: beganAtMs + durationMs };
    return [
      { ...began, ...sent, kind: 'request', requestId: seq, method, path },
      { ...base, ...sent, ...endedAt, kind: 'response', seq: seq + 1, requestId: seq, status, durationMs },
    ];
  }

  /** Judges some of what was left for later; returns how many. */
  judgeSome(count: number): number {
    const from = this.judged;
    this.judged = Math.min(this.toJudge.length, from + count);
    const done = this.judged - from;
    for (let at = from; at < this.judged; at++) this.note(this.judge.push(this.toJudge[at] as TraceEvent));
    if (this.judged === this.toJudge.length) {
      this.toJudge = [];
      this.judged = 0;
    }
    if (done > 0) this.made = null;
    this.endTime();
    return done;
  }

  /** Time passes without an event, up to `t` milliseconds of the load, once all events of it are judged. */
  judgeUntil(t: number): void {
    this.untilT = t;
    this.endTime();
  }

  /**
   * The server's lines, all that are known now, in their own order, with their times on the load's clock. `judgeLater`:
   * see `add`; `bytesEach`: about so much each takes, where that is known.
   */
  setServerLines(
    lines: readonly TraceEvent[],
    serverClock: NonNullable<Load['serverClock']>,
    { judgeLater = false, bytesEach }: { judgeLater?: boolean; bytesEach?: number } = {},
  ): void {
    const heard = this.last.get('server')?.seq ?? 0;
    const { events } = this;
    const others =
      this.witnesses.server === 0 ? events : events.filter(({ witness }) => witness !== 'server');
    // All at once: to put each in its place would move all behind it, each time.
    this.replace(
      mergeInOrder(
        others,
        [...lines].sort((a, b) => a.t - b.t),
      ),
    );
    for (const line of lines) {
      if (line.seq <= heard) continue;
      this.bytes += bytesEach ?? sizeOf(line);
      this.judgeOrKeep(line, judgeLater);
      this.noteLast(line);
    }
    this.witnesses.server = lines.length;
    this.serverClock = serverClock;
    this.made = null;
  }

  /** Time passes without an event, up to `t` milliseconds of the load. Whether that broke a promise. */
  tick(t: number): boolean {
    const broke = this.note(this.judge.tick(t));
    if (broke) this.made = null;
    return broke;
  }

  lose({ count, bytes }: { count: number; bytes: number }): void {
    this.lost = { count: this.lost.count + count, bytes: this.lost.bytes + bytes };
    this.made = null;
  }

  /** Lets the oldest events go; returns how many. */
  letOldestGo(count: number): number {
    const gone = this.events.slice(0, count);
    for (const event of gone) this.bytes = Math.max(0, this.bytes - sizeOf(event));
    this.replace(this.events.slice(gone.length));
    this.letGo += gone.length;
    this.made = null;
    return gone.length;
  }

  load(): Load {
    this.made ??= {
      traceId: this.traceId,
      documentId: this.origin.kind === 'tab' ? this.origin.documentId : null,
      origin: this.origin,
      events: this.events,
      byKind: this.byKind,
      fields: this.fields,
      state: this.lastOf('transition')?.to ?? 'idle',
      connection: this.lastOf('screen')?.connection ?? 'idle',
      unread: this.lastOf('unread')?.total ?? null,
      beganAtMs: this.beganAtMs ?? 0,
      lastT: this.lastT,
      witnesses: { ...this.witnesses },
      captureLoss: this.balance.loss(),
      holes: this.holes,
      lost: this.lost,
      letGo: this.letGo,
      odd: this.odd,
      unjudged: this.judge.unjudged,
      toJudge: this.toJudge.length - this.judged,
      serverClock: this.serverClock,
      violations: this.violations,
      verdicts: () => this.judge.verdicts(),
      revision: ++this.revision,
    };
    return this.made;
  }

  private judgeOrKeep(event: TraceEvent, later: boolean): void {
    // What comes after something that waits, waits too: the judge hears all in order.
    if (later || this.toJudge.length > 0) this.toJudge.push(event);
    else this.note(this.judge.push(event));
  }

  private endTime(): void {
    if (this.untilT === null || this.toJudge.length > 0) return;
    this.tick(this.untilT);
    this.untilT = null;
    this.made = null;
  }

  private lastOf<Kind extends TraceEventKind>(kind: Kind): TraceEventOf<Kind> | undefined {
    return this.byKind.get(kind)?.at(-1) as TraceEventOf<Kind> | undefined;
  }

  private noteLast({ witness, seq, t }: TraceEvent): void {
    const last = this.last.get(witness);
    if (!last) this.last.set(witness, { seq, t });
    else {
      last.seq = seq;
      last.t = t;
    }
  }

  /** A witness's own clock never goes back; one that claims so is held where it was. */
  private inItsPlace(event: TraceEvent): TraceEvent {
    const before = this.last.get(event.witness);
    const fields = sameFields(this.fields, event.fields);
    // The browser tells of a request when it has ended, so in any order.
    const t = event.witness === 'browser' ? event.t : Math.max(event.t, before?.t ?? 0);
    return t === event.t && fields === event.fields ? event : this.changed(event, t, fields);
  }

  private changed(event: TraceEvent, t: number, fields: TenFields): TraceEvent {
    event.t = t;
    event.fields = fields;
    return event;
  }

  private noteHole(event: TraceEvent): void {
    const before = this.last.get(event.witness)?.seq;
    // Only the widget's own account is known to begin at 1.
    const afterSeq = before ?? (event.witness === 'widget' ? 0 : event.seq - 1);
    const count = event.seq - afterSeq - 1;
    if (count > 0 && this.holes.length < panelBounds.holesMax)
      this.holes = [...this.holes, { witness: event.witness, t: event.t, afterSeq, count }];
  }

  private note(violations: readonly Violation[]): boolean {
    if (violations.length === 0) return false;
    const own = violations.filter(({ traceId }) => traceId === null || traceId === this.traceId);
    if (own.length === 0 || this.violations.length >= panelBounds.violationsMax) return false;
    this.violations = [...this.violations, ...own];
    return true;
  }

  private insert(event: TraceEvent): void {
    insertInOrder(this.events, event);
    const list = this.byKind.get(event.kind);
    if (list) insertInOrder(list, event);
    else this.byKind.set(event.kind, [event]);
  }

  /** Where it is known to be the last. */
  private append(event: TraceEvent): void {
    this.events.push(event);
    const list = this.byKind.get(event.kind);
    if (list) list.push(event);
    else this.byKind.set(event.kind, [event]);
  }

  private replace(events: readonly TraceEvent[]): void {
    this.events.length = 0;
    this.byKind = new Map();
    for (const event of events) this.append(event);
  }
}

/** Of a socket that it recorded it is known that it was made, and when. */
const browserSocket = {
  kind: 'socket',
  phase: 'connecting',
  code: null,
  reason: null,
  wasClean: null,
  reconnect: false,
} as const;

function sizeOf(event: TraceEvent): number {
  const examined = examine(event);
  return examined.fit ? examined.bytes : 0;
}

/** The object of before where nothing changed: thousands of events share a few. */
function sameFields(before: TenFields, now: TenFields): TenFields {
  if (before === now) return before;
  for (const name in now) {
    if (before[name as keyof TenFields] !== now[name as keyof TenFields]) return now;
  }
  return before;
}
