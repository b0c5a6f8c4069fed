import type { TraceEvent } from '../../trace/events.ts';
import { type Brought, Versions } from '../folding.ts';
import { beginsFromStorage, startsAnew } from '../identity-change.ts';
import { type Asked, askedOf } from '../routes-seen.ts';
import { asObject, findRows, textIn } from '../rows.ts';
import { type EventId, eventId, type Rule } from '../rule.ts';

interface Seen {
  contactId: string;
  open: boolean;
  version: number;
  by: EventId;
}

export const oneOpenConversation: Rule = {
  id: 'one-open-conversation',
  requirement: 'R2.A',
  severity: 'critical',
  promise: 'A contact has at most one open conversation (where the company’s policy is "single").',
  meaning:
    'The visitor’s messages and the agents’ answers can end up in different threads, and neither side notices.',
  look: 'The two answers in the evidence: which requests opened them, how far apart, from which tabs. Then the unique index conversations_one_open.',
  scope: 'all',
  watch(watch) {
    const conversations = new Map<string, Seen>();
    const openOf = new Map<string, Set<string>>();
    /** By contact, from all tabs: a row counts once everything before it is known, or it may be compared with the past. */
    const versionsOf = new Map<string, Versions>();
    /** By widget, as its company has it. */
    const policies = new Map<string | null, string>();
    const move = (id: string, next: Seen) => {
      const before = conversations.get(id);
      if (before) openOf.get(before.contactId)?.delete(id);
      conversations.set(id, next);
      if (!next.open) return;
      const open = openOf.get(next.contactId) ?? new Set();
      openOf.set(next.contactId, open.add(id));
    };
    const learn = (contactId: string, known: number, { rows, event }: Brought) => {
      // A snapshot says it all: what it leaves out was closed meanwhile, or is somebody else's.
      if (rows.whole) openOf.delete(contactId);
      for (const row of rows.conversations) {
        // A repetition is answered with rows as they are by now, whatever has not been heard of yet.
        if (row.version > known) continue;
        const before = conversations.get(row.conversationId);
        if (before && before.contactId === contactId && before.version > row.version) continue;
        const open = row.status === 'waiting' || row.status === 'active';
        move(row.conversationId, { contactId, open, version: row.version, by: eventId(event) });
      }
    };
    const take = (event: TraceEvent) => {
      const rows = findRows(event);
      if (rows?.widget) policies.set(event.fields.widgetId, rows.widget.policy);
      const contactId = rows?.contactId;
      if (!rows || !contactId) return;
      const versions = versionsOf.get(contactId) ?? new Versions();
      versionsOf.set(contactId, versions);
      if (rows.whole && (rows.span?.version ?? 0) < (versions.known ?? 0)) return;
      for (const brought of versions.take(rows, event)) learn(contactId, versions.known ?? 0, brought);
      const open = openOf.get(contactId);
      // Of the end of a load alone nobody knows what its company allows.
      if (policies.get(event.fields.widgetId) !== 'single' || !open?.size) return;
      watch.exercise();
      if (open.size > 1) {
        const evidence = [...open].map((id) => conversations.get(id)!.by);
        watch.violate(
          [...new Set(evidence)],
          `Contact ${contactId} has ${open.size} open conversations: ${[...open].join(', ')}.`,
        );
      }
    };
    return { response: take, frame: take };
  },
};

export const startIsIdempotent: Rule = {
  id: 'start-is-idempotent',
  requirement: 'R2.B',
  severity: 'critical',
  promise: 'The same start, asked again, gets the same conversation.',
  meaning: 'A retry on a slow network opens a second conversation.',
  look: 'The two answers to one clientStartId, and the table "starts".',
  scope: 'all',
  watch(watch) {
    const asked = new Map<string, string>();
    const answered = new Map<string, { conversationId: string; by: EventId }>();
    return {
      request(event) {
        const what = askedOf(event);
        if (what?.command === 'start')
          asked.set(`${event.fields.traceId} ${event.requestId}`, what.clientStartId);
      },
      response(event) {
        const key = `${event.fields.traceId} ${event.requestId}`;
        const clientStartId = asked.get(key);
        const conversationId = textIn(event.body, 'conversationId');
        asked.delete(key);
        if (!clientStartId || !conversationId) return;
        watch.exercise();
        const first = answered.get(clientStartId);
        if (!first) answered.set(clientStartId, { conversationId, by: eventId(event) });
        else if (first.conversationId !== conversationId) {
          watch.violate(
            [first.by, eventId(event)],
            `Start ${clientStartId} was answered with two conversations.`,
          );
        }
      },
    };
  },
};

const startingActions = new Set([
  'start_clicked',
  'new_chat_clicked',
  'new_chat_confirmed',
  'prechat_submitted',
]);

export const oneIntentionOneConversation: Rule = {
  id: 'one-intention-one-conversation',
  requirement: 'R2.B',
  severity: 'critical',
  promise: 'A conversation is created only because the person asked for one, and once per time they asked.',
  meaning: 'New, empty or duplicate conversations appear that nobody wanted.',
  look: 'What happened just before the request in the evidence: a double click, a reload, a survey, another tab?',
  scope: 'load',
  needsBeginning: true,
  watch(watch) {
    let intentions = 0;
    const ids = new Set<string>();
    const underWay = new Set<number>();
    /** When words were sent that ask for a conversation of their own. */
    let firstWordsAt: number | null = null;
    return {
      api(event) {
        if (event.method === 'newChat' || event.method === 'open') intentions++;
      },
      action(event) {
        const type = textIn(event.action, 'type') ?? '';
        // Words are meant for the conversation that they are written in, or that is on its way.
        const isFirst = type === 'send_clicked' && !event.fields.conversationId && underWay.size === 0;
        if (startingActions.has(type) || isFirst) intentions++;
        firstWordsAt = isFirst ? event.t : null;
      },
      storage(event) {
        // What was written before a reload, or in another tab, still waits for its start.
        if (!event.key.startsWith('chatOutbox-')) return;
        // They keep the start that they ask for, however long it is held back, by a form or by other starts.
        const isFirst = event.t === firstWordsAt && event.op === 'write';
        if (event.op !== 'read' && event.cause !== 'other_tab' && !isFirst) return;
        const clientStartId = textIn(asObject<{ start?: unknown }>(event.value)?.start, 'clientStartId');
        if (clientStartId) ids.add(clientStartId);
      },
      request(event) {
        const what = askedOf(event);
        if (what?.command !== 'start') return;
        underWay.add(event.requestId);
        if (ids.has(what.clientStartId)) return;
        watch.exercise();
        ids.add(what.clientStartId);
        if (intentions === 0)
          watch.violate([eventId(event)], 'A conversation was asked for, but the person had not.');
        intentions = 0;
      },
      response(event) {
        underWay.delete(event.requestId);
      },
      request_failed(event) {
        underWay.delete(event.requestId);
      },
    };
  },
};

export const doubleClickIsOneStart: Rule = {
  id: 'double-click-is-one-start',
  requirement: 'R2.B',
  severity: 'major',
  promise: 'While one start is under way, another click does not ask for a second one.',
  meaning: 'Only the database then stands between a double click and two conversations.',
  look: 'The two requests in the evidence: the second has another clientStartId while the first was unanswered.',
  scope: 'load',
  watch(watch) {
    const underWay = new Map<number, { clientStartId: string; by: EventId }>();
    const identifies = new Set<number>();
    return {
      request(event) {
        const what: Asked | null = askedOf(event);
        if (what?.command === 'identify') identifies.add(event.requestId);
        if (what?.command !== 'start') return;
        watch.exercise();
        for (const other of underWay.values()) {
          if (other.clientStartId !== what.clientStartId) {
            watch.violate(
              [other.by, eventId(event)],
              'Two starts with different ids were under way at once.',
            );
          }
        }
        underWay.set(event.requestId, { clientStartId: what.clientStartId, by: eventId(event) });
      },
      response(event) {
        underWay.delete(event.requestId);
        // From here on what was asked with the old token is nobody's, however long its answer takes.
        if (identifies.delete(event.requestId) && event.status < 300) underWay.clear();
      },
      request_failed(event) {
        underWay.delete(event.requestId);
      },
      storage(event) {
        if (beginsFromStorage(event)) underWay.clear();
      },
      identity(event) {
        if (startsAnew(event)) underWay.clear();
      },
    };
  },
};
