import type { TraceEvent } from '../../trace/events.ts';
import { type Brought, Folding } from '../folding.ts';
import { findRows } from '../rows.ts';
import { type EventId, eventId, type Rule } from '../rule.ts';

const shownWithinMs = 5_000;

type Runs = readonly (readonly [number, number])[];

function isShown(runs: Runs, seq: number): boolean {
  return runs.some(([first, last]) => seq >= first && seq <= last);
}

export const shownOnce: Rule = {
  id: 'shown-once',
  requirement: 'R2.D',
  severity: 'critical',
  promise: 'Every message is on screen exactly once, in the order of the conversation.',
  meaning: 'The visitor sees a message twice, or in the wrong place, and answers the wrong one.',
  look: 'The screen in the evidence.',
  scope: 'load',
  watch(watch) {
    const seqOf = new Map<string, number>();
    const take = (event: TraceEvent) => {
      for (const row of findRows(event)?.messages ?? []) seqOf.set(row.clientMessageId, row.seq);
    };
    return {
      response: take,
      frame: take,
      screen(event) {
        if (event.runs.length + event.pending.length === 0) return;
        watch.exercise();
        for (let i = 1; i < event.runs.length; i++) {
          // One run holds all that follows without a hole; a second one is out of order, or a repetition.
          watch.violate(
            [eventId(event)],
            `Message ${event.runs[i]![0]} stands after ${event.runs[i - 1]![1]}.`,
          );
        }
        if (event.pending.length === 0) return;
        const ids = new Set<string>();
        for (const { clientMessageId } of event.pending) {
          const seq = seqOf.get(clientMessageId);
          if (seq !== undefined && isShown(event.runs, seq)) {
            watch.violate([eventId(event)], `Message ${seq} is shown as arrived and as still on its way.`);
          }
          if (ids.has(clientMessageId))
            watch.violate([eventId(event)], `Message ${clientMessageId} is shown twice.`);
          ids.add(clientMessageId);
        }
      },
    };
  },
};

export const receivedIsShown: Rule = {
  id: 'received-is-shown',
  requirement: 'R2.E',
  severity: 'critical',
  promise: 'A message that was received for the thread on screen appears there.',
  meaning: 'The reply is in the browser, and the visitor does not see it.',
  look: 'The frame or answer in the evidence, and the screens after it.',
  scope: 'load',
  watch(watch) {
    const folding = new Folding();
    let conversationId: string | null = null;
    let shown: Runs = [];
    let waiting = new Map<number, EventId>();
    const learn = (brought: readonly Brought[]) => {
      // Earlier pages are shown where there is room for them; what counts is what comes after the last one shown.
      const last = shown.at(-1)?.[1] ?? 0;
      for (const { rows, event, late } of brought) {
        // What was given up comes again with a sync, however long that takes.
        if (late) continue;
        for (const row of rows.messages) {
          if (row.conversationId !== conversationId || row.seq <= last || shown.length === 0) continue;
          // A retry is answered with rows as they are by now: it comes again with those before it.
          if (rows.span && row.version > (folding.known ?? 0)) continue;
          waiting.set(row.seq, eventId(event));
          watch.expect(
            `${row.conversationId} ${row.seq}`,
            shownWithinMs,
            [eventId(event)],
            `Message ${row.seq} was received and is not on screen.`,
          );
        }
      }
    };
    const take = (event: TraceEvent) => learn(folding.take(event));
    return {
      response: take,
      frame: take,
      storage: (event) => folding.storage(event),
      screen(event) {
        if (event.conversationId !== conversationId) {
          for (const seq of waiting.keys()) watch.met(`${conversationId} ${seq}`);
          waiting = new Map();
          conversationId = event.conversationId;
        }
        shown = event.runs;
        if (waiting.size === 0) return;
        for (const seq of waiting.keys()) {
          if (!isShown(shown, seq)) continue;
          watch.met(`${conversationId} ${seq}`);
          waiting.delete(seq);
        }
      },
      identity(event) {
        for (const seq of waiting.keys()) watch.met(`${conversationId} ${seq}`);
        waiting = new Map();
        learn(folding.identity(event));
      },
    };
  },
};
