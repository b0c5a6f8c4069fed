import { findPath, isLegal, type LifecycleEvent, type WidgetStateName } from '../../lifecycle/lifecycle.ts';
import type { Conversation } from '../../protocol/shapes.ts';
import type { TraceEvent } from '../../trace/events.ts';
import { type Brought, Folding } from '../folding.ts';
import { beginsFromStorage } from '../identity-change.ts';
import { asObject, textIn } from '../rows.ts';
import { type EventId, eventId, type Rule } from '../rule.ts';

export const legalTransitions: Rule = {
  id: 'legal-transitions',
  requirement: 'R5.1',
  severity: 'major',
  promise: 'The widget moves between its six states only as its table allows.',
  meaning: 'The widget shows something that cannot be, for example a survey in the middle of a chat.',
  look: 'The transition in the evidence, beside docs/state-machine.md.',
  scope: 'load',
  watch(watch) {
    let current: string | null = null;
    let by: EventId | null = null;
    return {
      transition(event) {
        watch.exercise();
        const from = event.from as WidgetStateName;
        const to = event.to as WidgetStateName;
        const legal = event.jumped
          ? findPath(from, to) !== undefined
          : isLegal(from, event.event as LifecycleEvent, to);
        if (!legal)
          watch.violate([eventId(event)], `${from} → ${to} by "${event.event}" is not in the table.`);
        if (current !== null && current !== from && by)
          watch.violate([by, eventId(event)], `Was in ${current}, but left ${from}.`);
        current = to;
        by = eventId(event);
      },
    };
  },
};

export const stateMatchesServer: Rule = {
  id: 'state-matches-server',
  requirement: 'R5.1',
  severity: 'major',
  promise: 'The widget’s state is what the server says of the conversation in focus.',
  meaning: 'The visitor sees "waiting" in a solved conversation, or a reply box where nobody listens.',
  look: 'The row and the transition in the evidence.',
  scope: 'load',
  watch(watch) {
    const folding = new Folding();
    const rows = new Map<string, { row: Conversation; by: EventId }>();
    /** Conversations of which a row came so late that the widget may still wait for the sync that brings it again. */
    const inDoubt = new Set<string>();
    const learn = (brought: readonly Brought[]) => {
      for (const { rows: given, event, late } of brought) {
        for (const row of given.conversations) {
          const before = rows.get(row.conversationId);
          if (before && row.version < before.row.version) continue;
          rows.set(row.conversationId, { row, by: eventId(event) });
          if (late) inDoubt.add(row.conversationId);
          else inDoubt.delete(row.conversationId);
        }
      }
    };
    const take = (event: TraceEvent) => learn(folding.take(event));
    /** Seen from its beginning: after a gap, an old row that comes again may be the only one that is known. */
    let isWhole = false;
    return {
      load() {
        isWhole = true;
      },
      response: take,
      frame: take,
      storage(event) {
        folding.storage(event);
        if (beginsFromStorage(event)) rows.clear();
      },
      identity(event) {
        if (event.cause === 'logout' || event.cause === 'switch') rows.clear();
        learn(folding.identity(event));
      },
      transition(event) {
        const id = event.fields.conversationId ?? '';
        const known = rows.get(id);
        if (!known || inDoubt.has(id) || event.to === 'idle' || event.to === 'prechat') return;
        watch.exercise();
        const says = known.row.status === 'solved' && event.to === 'survey' ? 'survey' : known.row.status;
        if (says !== event.to)
          watch.violate(
            [known.by, eventId(event)],
            `The server says ${known.row.status}, the widget moved to ${event.to}.`,
          );
      },
      fields(event) {
        const { conversationId, status, lastMessageId } = event.fields;
        const known = rows.get(conversationId ?? '');
        if (!isWhole || !known || inDoubt.has(known.row.conversationId)) return;
        watch.exercise();
        const { row, by } = known;
        if (status !== row.status)
          watch.violate(
            [by, eventId(event)],
            `The server says ${row.status}, the widget’s fields say ${status}.`,
          );
        const last = row.lastMessage?.messageId ?? null;
        if (lastMessageId !== last)
          watch.violate(
            [by, eventId(event)],
            `The last message is ${last}, the widget’s fields say ${lastMessageId}.`,
          );
      },
    };
  },
};

const legalStatuses = new Set([
  'null waiting',
  'waiting active',
  'waiting solved',
  'active solved',
  'solved waiting',
  'solved active',
  'waiting archived',
  'active archived',
  'solved archived',
]);

export const serverStatusLegal: Rule = {
  id: 'server-status-legal',
  requirement: 'R5.1',
  severity: 'critical',
  promise: 'The server’s own status history is legal at every step.',
  meaning: 'A conversation came back from the archive, or skipped a step that others rely on.',
  look: 'The server’s line in the evidence, and status_history of that conversation.',
  scope: 'all',
  watch: (watch) => ({
    server(event) {
      const changes = asObject<{ statusChanges?: unknown }>(event.about)?.statusChanges;
      if (!Array.isArray(changes)) return;
      for (const change of changes) {
        const [from, to] = [textIn(change, 'from'), textIn(change, 'to')];
        watch.exercise();
        if (!legalStatuses.has(`${from} ${to}`)) watch.violate([eventId(event)], `${from} became ${to}.`);
      }
    },
  }),
};
