import { limits } from '../limits.ts';
import type { TraceEvent, TraceEventOf } from '../trace/events.ts';
import { beginsFromStorage, startsAnew } from './identity-change.ts';
import { findRows, type Rows } from './rows.ts';

/** Rows that became known, and the event that had brought them: this one, or an earlier one that had to wait. */
export interface Brought {
  readonly rows: Rows;
  readonly event: TraceEvent;
  /** It, or something before it, waited longer than a client does: given up by then, maybe, until a sync brings it. */
  readonly late: boolean;
}

interface Held extends Omit<Brought, 'late'> {
  readonly giveUpAt: number;
}

const nothing: readonly Brought[] = [];

/** Many rules take the same event, one after another, and most take nothing but it: the last list is kept. */
let last: { event: TraceEvent | null; list: readonly Brought[] } = { event: null, list: nothing };

function only(rows: Rows, event: TraceEvent): readonly Brought[] {
  if (last.event !== event) last = { event, list: [{ rows, event, late: false }] };
  return last.list;
}

/**
 * The versions of one contact, in the order in which they can be known: what begins beyond what is known waits for
 * what is missing. An answer or a frame that says nothing of versions waits for nothing.
 */
export class Versions {
  /** Everything up to here is in; null before anything was heard. */
  known: number | null = null;
  /** … and up to here without anything that came late. */
  private sure = 0;
  private held: Held[] = [];
  /** When a client gives up what it holds: all of it, a moment after the first. */
  private giveUpAt = Number.NEGATIVE_INFINITY;

  /** Whether something waits for what comes before it. */
  get waits(): boolean {
    return this.held.length > 0;
  }

  /** What is known by this event that was not, itself and what had waited for it; nothing where it has to wait. */
  take(rows: Rows, event: TraceEvent): readonly Brought[] {
    const { span, whole, answersSync } = rows;
    if (!span) return only(rows, event);
    if (this.known !== null && !whole && span.from > this.known) {
      if (event.t >= this.giveUpAt) this.giveUpAt = event.t + limits.eventHoldMs;
      this.held.push({ rows, event, giveUpAt: this.giveUpAt });
      return nothing;
    }
    const isSure = this.known === null || whole || answersSync || span.from <= this.sure;
    const late = !this.reach(span.version, isSure);
    if (!late && this.held.length === 0) return only(rows, event);
    return [{ rows, event, late }, ...this.follow(event.t)];
  }

  private reach(version: number, isSure: boolean): boolean {
    this.known = Math.max(this.known ?? 0, version);
    if (isSure) this.sure = Math.max(this.sure, version);
    return isSure;
  }

  private follow(t: number): Brought[] {
    const taken: Brought[] = [];
    const waiting: Held[] = [];
    for (const one of this.held.sort((a, b) => fromOf(a) - fromOf(b))) {
      const { rows, event, giveUpAt } = one;
      if (fromOf(one) > (this.known ?? 0)) waiting.push(one);
      else {
        const isSure = fromOf(one) <= this.sure && t < giveUpAt;
        taken.push({ rows, event, late: !this.reach(rows.span?.version ?? 0, isSure) });
      }
    }
    this.held = waiting;
    if (waiting.length === 0) this.giveUpAt = Number.NEGATIVE_INFINITY;
    return taken;
  }
}

function fromOf({ rows }: Held): number {
  return rows.span?.from ?? 0;
}

/** What one load can know of its contact. What is told of anybody else is not taken, unless it says who they now are. */
export class Folding {
  private versions = new Versions();
  private foreign: { rows: Rows; event: TraceEvent } | null = null;

  get known(): number | null {
    return this.versions.known;
  }

  get waits(): boolean {
    return this.versions.waits;
  }

  /** What a response or frame made known. */
  take(event: TraceEvent): readonly Brought[] {
    const rows = findRows(event);
    if (!rows) return nothing;
    if (rows.contactId === null || rows.contactId === event.fields.contactId)
      return this.versions.take(rows, event);
    this.foreign = { rows, event };
    return nothing;
  }

  /** Begun again from what storage holds, which may be older than what was known. */
  storage(event: TraceEventOf<'storage'>): void {
    if (beginsFromStorage(event)) this.versions = new Versions();
  }

  /** An answer comes just before the change of identity that it causes: what it brought is known from here on. */
  identity(event: TraceEventOf<'identity'>): readonly Brought[] {
    // Each contact counts its own.
    if (startsAnew(event) || event.from !== event.to) this.versions = new Versions();
    const { foreign } = this;
    this.foreign = null;
    const isCause = foreign?.rows.contactId === event.to && foreign.event.seq === event.seq - 1;
    return foreign && isCause ? this.versions.take(foreign.rows, foreign.event) : nothing;
  }
}
