import type { TraceEvent } from '../../trace/events.ts';
import { askedOf } from '../routes-seen.ts';
import { findRows, textIn } from '../rows.ts';
import { type EventId, eventId, type Rule } from '../rule.ts';

interface Place {
  messageId: string;
  seq: number;
  by: EventId;
}

/** Where messages were seen, by conversation. */
class Places<Key> {
  private readonly byConversation = new Map<string, Map<Key, Place>>();

  of(conversationId: string): Map<Key, Place> {
    const known = this.byConversation.get(conversationId);
    if (known) return known;
    const fresh = new Map<Key, Place>();
    this.byConversation.set(conversationId, fresh);
    return fresh;
  }
}

export const clientMessageIdUnique: Rule = {
  id: 'client-message-id-unique',
  requirement: 'R2.D',
  severity: 'critical',
  promise: 'One client message id is one message, in one place of its conversation.',
  meaning: 'The same message stands in the thread twice.',
  look: 'The two rows in the evidence: same clientMessageId, different messageId or seq.',
  scope: 'all',
  watch(watch) {
    const places = new Places<string>();
    const take = (event: TraceEvent) => {
      for (const row of findRows(event)?.messages ?? []) {
        watch.exercise();
        const byClientId = places.of(row.conversationId);
        const before = byClientId.get(row.clientMessageId);
        if (!before)
          byClientId.set(row.clientMessageId, { messageId: row.messageId, seq: row.seq, by: eventId(event) });
        else if (before.messageId !== row.messageId || before.seq !== row.seq) {
          watch.violate(
            [before.by, eventId(event)],
            `Client message ${row.clientMessageId} is stored as seq ${before.seq} and ${row.seq}.`,
          );
        }
      }
    };
    return { response: take, frame: take };
  },
};

export const sendHasClientMessageId: Rule = {
  id: 'send-has-client-message-id',
  requirement: 'R2.D',
  severity: 'critical',
  promise: 'Every send carries a client message id.',
  meaning: 'A retry cannot be recognised: the message will double.',
  look: 'The request in the evidence.',
  scope: 'load',
  watch: (watch) => ({
    request(event) {
      const what = askedOf(event);
      if (what?.command !== 'send') return;
      watch.exercise();
      if (!what.clientMessageId)
        watch.violate([eventId(event)], 'A message was sent without a client message id.');
    },
  }),
};

export const retryKeepsId: Rule = {
  id: 'retry-keeps-id',
  requirement: 'R2.D',
  severity: 'critical',
  promise: 'A retry uses the id of the first try.',
  meaning: 'Every retry on a bad network becomes one more message.',
  look: 'The two requests in the evidence carry the same text under different ids, although the person wrote it once.',
  scope: 'load',
  needsBeginning: true,
  watch(watch) {
    /** How often each text was written and not yet given an id, and the ids that are accounted for. */
    let written = 0;
    const ids = new Set<string>();
    let last: { body: string; by: EventId } | null = null;
    return {
      action(event) {
        if (textIn(event.action, 'type') === 'send_clicked') written++;
      },
      storage(event) {
        // The outbox survives reloads and is shared by tabs: what was read there is known.
        if (
          !event.key.startsWith('chatOutbox-') ||
          event.op === 'remove' ||
          (event.cause === 'widget' && event.op === 'write')
        )
          return;
        ids.add(event.key.slice(-36));
      },
      request(event) {
        const what = askedOf(event);
        if (what?.command !== 'send' || !what.clientMessageId) return;
        watch.exercise();
        if (!ids.has(what.clientMessageId)) {
          ids.add(what.clientMessageId);
          if (written === 0) {
            const evidence = last && last.body === what.body ? [last.by, eventId(event)] : [eventId(event)];
            watch.violate(evidence, 'A new message id was sent, but the person had written nothing new.');
          } else written--;
        }
        last = { body: what.body, by: eventId(event) };
      },
    };
  },
};

export const seqWithoutHoles: Rule = {
  id: 'seq-without-holes',
  requirement: 'R2.D',
  severity: 'critical',
  promise: 'Messages of a conversation are numbered 1, 2, 3 … without holes, and no number is used twice.',
  meaning: 'A message is missing, or two messages claim the same place.',
  look: 'The page or event in the evidence.',
  scope: 'all',
  watch(watch) {
    const places = new Places<number>();
    const take = (event: TraceEvent) => {
      const rows = findRows(event);
      if (!rows?.messages.length) return;
      watch.exercise();
      const last = new Map<string, number>();
      for (const row of rows.messages) {
        const bySeq = places.of(row.conversationId);
        const before = bySeq.get(row.seq);
        if (!before) bySeq.set(row.seq, { messageId: row.messageId, seq: row.seq, by: eventId(event) });
        else if (before.messageId !== row.messageId) {
          watch.violate([before.by, eventId(event)], `Seq ${row.seq} is two messages.`);
        }
        const previous = last.get(row.conversationId);
        // A page is contiguous; a sync may bring a redaction of an old message beside new ones.
        if ((!rows.span || rows.whole) && previous !== undefined && row.seq !== previous + 1) {
          watch.violate([eventId(event)], `Seq ${row.seq} follows ${previous}.`);
        }
        last.set(row.conversationId, row.seq);
      }
      for (const row of rows.conversations) {
        const seq = last.get(row.conversationId);
        if (seq !== undefined && seq > row.lastSeq) {
          watch.violate(
            [eventId(event)],
            `Message ${seq} is beyond the conversation’s last, ${row.lastSeq}.`,
          );
        }
      }
    };
    return { response: take, frame: take };
  },
};

/** A message on its way is acknowledged, waiting in words, or failed in words after this long online. */
const sentWithinMs = 30_000;

export const sentEnds: Rule = {
  id: 'sent-ends',
  requirement: 'R2.D',
  severity: 'critical',
  promise: 'A sent message is soon acknowledged, or the visitor is told that it is waiting or has failed.',
  meaning: '"Sending…" for ever: the visitor believes that it was sent, the agent never sees it.',
  look: 'The send in the evidence: was it answered, and what did the widget do with the answer?',
  scope: 'load',
  watch(watch) {
    /** The one on its way in the thread on screen: what stands behind it waits for it. */
    let sending: string | null = null;
    let by: EventId | null = null;
    const bootstraps = new Set<number>();
    /** Accepted, or settled by another tab: the row comes with the next sync, which other rules see to. */
    const settled = new Set<string>();
    const expect = () => {
      if (!sending || !by) return;
      const detail = `Message ${sending} is still "sending" after ${sentWithinMs / 1000} s online.`;
      watch.expect(sending, sentWithinMs, [by], detail);
    };
    const turnTo = (id: string | null) => {
      if (sending) watch.met(sending);
      sending = id;
    };
    return {
      request(event) {
        if (askedOf(event)?.command === 'bootstrap') bootstraps.add(event.requestId);
      },
      response(event) {
        if (bootstraps.delete(event.requestId) && event.status >= 300) expect();
      },
      request_failed(event) {
        // Who this is could not be asked: until it can, the messenger says that it is reconnecting.
        if (bootstraps.delete(event.requestId)) expect();
      },
      storage(event) {
        if (event.op !== 'remove' || !event.key.startsWith('chatOutbox-')) return;
        const id = event.key.slice(-36);
        settled.add(id);
        if (id === sending) turnTo(null);
      },
      identity: () => turnTo(null),
      screen(event) {
        const first = event.pending.find(
          (row) => row.status !== 'failed' && !settled.has(row.clientMessageId),
        );
        const id = first && first.status !== 'waiting' ? first.clientMessageId : null;
        if (id === sending) return;
        turnTo(id);
        by = eventId(event);
        expect();
      },
    };
  },
};

const none: readonly string[] = [];

export const pendingNeverVanishes: Rule = {
  id: 'pending-never-vanishes',
  requirement: 'R2.D',
  severity: 'critical',
  promise: 'A message on its way leaves the screen only by arriving or by being discarded.',
  meaning: 'The visitor’s message is gone, and nobody ever received it.',
  look: 'What happened between the two screens in the evidence.',
  scope: 'load',
  watch(watch) {
    const acknowledged = new Set<string>();
    let shown: { conversationId: string | null; ids: readonly string[]; by: EventId } | null = null;
    const take = (event: TraceEvent) => {
      for (const row of findRows(event)?.messages ?? []) acknowledged.add(row.clientMessageId);
    };
    return {
      response: take,
      frame: take,
      storage(event) {
        if (event.cause !== 'other_tab' || !event.key.startsWith('chatOutbox-')) return;
        const id = event.key.slice(-36);
        const to = textIn(event.value, 'conversationId');
        if (event.op === 'remove') acknowledged.add(id);
        // Sent to another conversation, in another tab.
        else if (to && shown && to !== shown.conversationId)
          shown.ids = shown.ids.filter((other) => other !== id);
      },
      action(event) {
        const id = textIn(event.action, 'clientMessageId');
        if (id && textIn(event.action, 'type') === 'discard_clicked') acknowledged.add(id);
      },
      identity() {
        shown = null;
      },
      screen(event) {
        const ids = event.pending.length > 0 ? event.pending.map((row) => row.clientMessageId) : none;
        if (shown && shown.conversationId === event.conversationId) {
          for (const id of shown.ids) {
            watch.exercise();
            if (!ids.includes(id) && !acknowledged.has(id)) {
              watch.violate([shown.by, eventId(event)], `Message ${id} vanished before it was acknowledged.`);
            }
          }
        }
        shown = { conversationId: event.conversationId, ids, by: eventId(event) };
      },
    };
  },
};
