import type { Contact, Conversation, PrechatField, WidgetConfig } from '../../protocol/shapes.ts';
import type { TraceEvent, TraceEventOf } from '../../trace/events.ts';
import { missingPrechatFields } from '../../view/selectors.ts';
import { type Brought, Folding } from '../folding.ts';
import { beginsFromStorage, startsAnew } from '../identity-change.ts';
import { askedOf } from '../routes-seen.ts';
import { isConversation } from '../row-shapes.ts';
import { asObject, findRows } from '../rows.ts';
import { type EventId, eventId, type Rule } from '../rule.ts';

export const prechatOnlyWhenMissing: Rule = {
  id: 'prechat-only-when-missing',
  requirement: 'R3.5',
  severity: 'major',
  promise: 'The form before a chat appears exactly when a required field is missing in the database.',
  meaning: 'Visitors are asked for what they already told, or never asked at all.',
  look: 'The transition in the evidence, and the contact as the server last described it.',
  scope: 'load',
  watch(watch) {
    const folding = new Folding();
    let fields: readonly PrechatField[] | null = null;
    let contact: Contact | null = null;
    let by: EventId | null = null;
    /** The server refused a start because of a field: it knows best. */
    let refused = false;
    const learn = (brought: readonly Brought[]) => {
      for (const { rows, event } of brought) {
        if (!rows.contact || rows.contact.version < (contact?.version ?? 0)) continue;
        contact = rows.contact;
        by = eventId(event);
      }
    };
    const take = (event: TraceEvent) => {
      const widget = findRows(event)?.widget;
      if (widget) {
        fields = widget.prechat;
        by ??= eventId(event);
      }
      learn(folding.take(event));
    };
    return {
      response(event) {
        take(event);
        refused = asObject<{ missing?: unknown }>(event.body)?.missing !== undefined;
      },
      frame: take,
      storage: (event) => folding.storage(event),
      identity(event) {
        if (startsAnew(event) || event.to === null) contact = null;
        learn(folding.identity(event));
      },
      transition(event) {
        if (event.to !== 'prechat' || !fields) return;
        watch.exercise();
        if (refused || missingPrechatFields(fields, contact).length > 0) return;
        watch.violate(
          by ? [by, eventId(event)] : [eventId(event)],
          'The form appeared although nothing required is missing.',
        );
      },
    };
  },
};

export const prechatIsRequired: Rule = {
  id: 'prechat-is-required',
  requirement: 'R3.5',
  severity: 'major',
  promise: 'No conversation is created while a required contact field is missing.',
  meaning: 'Agents get chats from people they cannot answer.',
  look: 'The answer in the evidence created a conversation for a contact without a required field.',
  scope: 'load',
  watch(watch) {
    let widget: WidgetConfig | null = null;
    return {
      response(event) {
        const rows = findRows(event);
        if (rows?.widget) widget = rows.widget;
        const body = asObject<{ created?: boolean; sessionId?: string }>(event.body);
        if (!widget || !body?.sessionId || body.created !== true || !rows?.contact) return;
        watch.exercise();
        const missing = missingPrechatFields(widget.prechat, rows.contact);
        if (missing.length > 0)
          watch.violate([eventId(event)], `Created although ${missing.join(' and ')} is missing.`);
      },
    };
  },
};

export const prechatKeepsContact: Rule = {
  id: 'prechat-keeps-contact',
  requirement: 'R3.5',
  severity: 'critical',
  promise: 'What is typed before a chat changes who is called what, never who is who.',
  meaning: 'An e-mail address typed into a form opened somebody else’s history.',
  look: 'The answer in the evidence names another contact than before.',
  scope: 'load',
  watch(watch) {
    const asked = new Map<number, string | null>();
    return {
      request(event) {
        if (askedOf(event)?.command === 'prechat') asked.set(event.requestId, event.fields.contactId);
      },
      response(event) {
        const before = asked.get(event.requestId);
        asked.delete(event.requestId);
        const contactId = findRows(event)?.contactId;
        if (before === undefined || !contactId) return;
        watch.exercise();
        if (before !== null && contactId !== before)
          watch.violate([eventId(event)], `Contact ${before} became ${contactId} by a form.`);
      },
    };
  },
};

export const surveyOwnConversation: Rule = {
  id: 'survey-own-conversation',
  requirement: 'R3.6',
  severity: 'major',
  promise: 'A survey’s answer belongs to the conversation and the solve it was asked for.',
  meaning: 'Ratings are counted for the wrong conversation or the wrong agent.',
  look: 'The answer in the evidence: the server never asked for that conversation and cycle.',
  scope: 'load',
  needsBeginning: true,
  watch(watch) {
    const cycles = new Map<string, number>();
    const learn = (rows: readonly Conversation[]) => {
      for (const row of rows) {
        const cycle = row.survey?.cycle ?? 0;
        cycles.set(row.conversationId, Math.max(cycles.get(row.conversationId) ?? 0, cycle));
      }
    };
    const take = (event: TraceEvent) => learn(findRows(event)?.conversations ?? []);
    /** Whose survey was on screen; the answer may be sent again long after. */
    const surveyed = new Set<string>();
    return {
      response: take,
      frame: take,
      storage(event) {
        if (!beginsFromStorage(event)) return;
        // The server asked for it in the load before.
        const stored = asObject<{ cache?: unknown }>(event.value)?.cache;
        const rows = asObject<{ conversations?: unknown }>(stored)?.conversations;
        learn(Array.isArray(rows) ? rows.filter(isConversation) : []);
      },
      transition(event) {
        if (event.to === 'survey' && event.fields.conversationId) surveyed.add(event.fields.conversationId);
      },
      request(event) {
        const what = askedOf(event);
        if (what?.command !== 'survey') return;
        watch.exercise();
        const asked = cycles.get(what.conversationId) ?? 0;
        if (what.cycle < 1 || what.cycle > asked) {
          watch.violate(
            [eventId(event)],
            `Cycle ${what.cycle} of ${what.conversationId} was never asked for.`,
          );
        } else if (surveyed.size > 0 && !surveyed.has(what.conversationId)) {
          watch.violate([eventId(event)], `The survey on screen was of ${[...surveyed].at(-1)}.`);
        }
      },
    };
  },
};

export const surveyChangesNothing: Rule = {
  id: 'survey-changes-nothing',
  requirement: 'R3.6',
  severity: 'major',
  promise: 'A survey never creates a conversation nor changes a status.',
  meaning: 'Answering a survey opened a new chat, or closed one that was open.',
  look: 'The status before the answer, and the row that came with it.',
  scope: 'load',
  needsBeginning: true,
  watch(watch) {
    const folding = new Folding();
    /** The last rows of each conversation, the newest first: the socket often tells of an answer before it is here. */
    const latest = new Map<string, Conversation[]>();
    const asked = new Set<number>();
    const learn = (brought: readonly Brought[]) => {
      for (const { rows } of brought) {
        for (const row of rows.conversations) {
          const known = latest.get(row.conversationId) ?? [];
          if (row.version > (known[0]?.version ?? -1))
            latest.set(row.conversationId, [row, ...known.slice(0, 2)]);
        }
      }
    };
    /** The answer, before it is learned. */
    const judge = (event: TraceEventOf<'response'>) => {
      watch.exercise();
      const { span, conversations } = findRows(event) ?? { span: null, conversations: [] };
      for (const row of conversations) {
        const known = latest.get(row.conversationId);
        if (!known)
          watch.violate([eventId(event)], `Conversation ${row.conversationId} came out of a survey.`);
        // Only the survey's own transaction is judged: with others in between, the status may have moved. All before it
        // has to be known, and it has to be the first answer: a repetition brings the row as it is by now.
        else if (span && row.version === span.from + 1 && (folding.known ?? -1) >= span.from) {
          const before = known.find(({ version }) => version <= span.from);
          if (before?.survey?.state === 'due' && before.status !== row.status)
            watch.violate([eventId(event)], `${before.status} became ${row.status}.`);
        }
      }
    };
    return {
      request(event) {
        if (askedOf(event)?.command === 'survey') asked.add(event.requestId);
      },
      frame: (event) => learn(folding.take(event)),
      response(event) {
        if (asked.delete(event.requestId)) judge(event);
        learn(folding.take(event));
      },
      storage: (event) => folding.storage(event),
      identity: (event) => learn(folding.identity(event)),
    };
  },
};
