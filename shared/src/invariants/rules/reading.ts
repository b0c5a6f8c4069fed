import type { Conversation } from '../../protocol/shapes.ts';
import type { TraceEvent } from '../../trace/events.ts';
import { type Brought, Folding } from '../folding.ts';
import { beginsFromStorage, startsAnew } from '../identity-change.ts';
import { askedOf } from '../routes-seen.ts';
import { findRows } from '../rows.ts';
import { type EventId, eventId, type Rule } from '../rule.ts';

export const unreadFromServer: Rule = {
  id: 'unread-from-server',
  requirement: 'R2.C',
  severity: 'critical',
  promise: 'The badge is the sum of what the database says, never what the browser stored.',
  meaning: 'The visitor sees a badge for something they have read, or none for something new.',
  look: 'The badge event in the evidence beside the last answer that brought unread counts.',
  scope: 'load',
  needsBeginning: true,
  watch(watch) {
    const folding = new Folding();
    let rows = new Map<string, Conversation>();
    let by: EventId | null = null;
    const learn = (brought: readonly Brought[]) => {
      for (const { rows: given, event } of brought) {
        if (given.conversations.length === 0 && !given.whole) continue;
        if (given.whole) rows = new Map();
        for (const row of given.conversations) {
          const before = rows.get(row.conversationId);
          if (!before || row.version >= before.version) rows.set(row.conversationId, row);
        }
        by = eventId(event);
      }
    };
    const forget = () => {
      rows = new Map();
      by = null;
    };
    const take = (event: TraceEvent) => learn(folding.take(event));
    return {
      response: take,
      frame: take,
      storage(event) {
        folding.storage(event);
        // Drawn from there until the server has spoken.
        if (beginsFromStorage(event)) forget();
      },
      identity(event) {
        if (startsAnew(event)) forget();
        learn(folding.identity(event));
      },
      unread(event) {
        if (by === null) {
          if (event.source === 'server' && event.total > 0) {
            watch.violate(
              [eventId(event)],
              'A badge was shown as the server’s before the server had said anything.',
            );
          }
          return;
        }
        watch.exercise();
        // Each conversation is compared with the latest row of it: events on hold may be ahead of the badge.
        let sum = 0;
        for (const shown of event.conversations) {
          sum += shown.unreadCount;
          const row = rows.get(shown.conversationId);
          if (
            row &&
            row.lastSeq === shown.lastSeq &&
            row.readSeq === shown.readSeq &&
            row.unreadCount !== shown.unreadCount
          ) {
            watch.violate(
              [by, eventId(event)],
              `Shown as ${shown.unreadCount} unread, the database says ${row.unreadCount}.`,
            );
          }
        }
        if (sum !== event.total || event.source === 'cache') {
          watch.violate(
            [by, eventId(event)],
            `The badge says ${event.total}; the conversations add up to ${sum}.`,
          );
        }
      },
      screen(event) {
        if (event.badge < 0) watch.violate([eventId(event)], 'The badge is negative.');
      },
    };
  },
};

export const readMarkForward: Rule = {
  id: 'read-mark-forward',
  requirement: 'R2.C',
  severity: 'critical',
  promise: 'What was read stays read: a read mark only moves forward, never past the latest message.',
  meaning: 'Messages that were read come back as unread.',
  look: 'The two rows in the evidence and what was written between them.',
  scope: 'all',
  watch(watch) {
    const marks = new Map<string, { readSeq: number; version: number; by: EventId }>();
    const take = (event: TraceEvent) => {
      for (const row of findRows(event)?.conversations ?? []) {
        watch.exercise();
        const before = marks.get(row.conversationId);
        if (row.readSeq > row.lastSeq)
          watch.violate([eventId(event)], `Read up to ${row.readSeq} of ${row.lastSeq}.`);
        if (before && row.version < before.version) continue;
        if (before && row.readSeq < before.readSeq) {
          watch.violate(
            [before.by, eventId(event)],
            `The read mark went back from ${before.readSeq} to ${row.readSeq}.`,
          );
        }
        marks.set(row.conversationId, { readSeq: row.readSeq, version: row.version, by: eventId(event) });
      }
    };
    return { response: take, frame: take };
  },
};

export const unreadIsExact: Rule = {
  id: 'unread-is-exact',
  requirement: 'R2.C',
  severity: 'critical',
  promise: 'unreadCount is the number of agent messages after the read mark.',
  meaning: 'The badge lies, whatever the visitor does.',
  look: 'The row in the evidence: its read mark, and the agent messages after it.',
  scope: 'all',
  watch(watch) {
    /** By conversation: for each seq whether an agent wrote it. */
    const authors = new Map<string, Map<number, boolean>>();
    const take = (event: TraceEvent) => {
      const rows = findRows(event);
      if (!rows) return;
      for (const row of rows.messages) {
        const seqs = authors.get(row.conversationId) ?? new Map<number, boolean>();
        authors.set(row.conversationId, seqs.set(row.seq, row.author.kind === 'agent'));
      }
      for (const row of rows.conversations) {
        const seqs = authors.get(row.conversationId);
        let unread = 0;
        let complete = true;
        for (let seq = row.readSeq + 1; seq <= row.lastSeq && complete; seq++) {
          const byAgent = seqs?.get(seq);
          if (byAgent === undefined) complete = false;
          else if (byAgent) unread++;
        }
        if (!complete) continue;
        watch.exercise();
        if (unread !== row.unreadCount) {
          watch.violate(
            [eventId(event)],
            `unreadCount is ${row.unreadCount}; ${unread} agent messages follow the read mark.`,
          );
        }
      }
    };
    return { response: take, frame: take };
  },
};

export const readOnlyWhenLooking: Rule = {
  id: 'read-only-when-looking',
  requirement: 'R2.C',
  severity: 'major',
  promise: 'A message is marked read only while somebody is looking at it.',
  meaning: 'Agents see "Seen" although nobody saw it; the visitor never gets a badge.',
  look: 'The read request in the evidence: was the page hidden, the thread closed, or the person away?',
  scope: 'load',
  needsBeginning: true,
  watch(watch) {
    let visible = true;
    let active = true;
    let shown: string | null = null;
    return {
      load(event) {
        visible = event.visible;
      },
      page(event) {
        if (event.what === 'visible') visible = true;
        else if (event.what === 'hidden') visible = false;
        else if (event.what === 'active') active = true;
        else if (event.what === 'inactive') active = false;
      },
      action() {
        active = true;
      },
      screen(event) {
        shown = event.conversationId;
      },
      request(event) {
        const what = askedOf(event);
        if (what?.command !== 'read') return;
        watch.exercise();
        const why = !visible
          ? 'the page was hidden'
          : !active
            ? 'nobody was active on the page'
            : shown !== what.conversationId
              ? 'another screen was shown'
              : null;
        if (why) watch.violate([eventId(event)], `Marked as read while ${why}.`);
      },
    };
  },
};
