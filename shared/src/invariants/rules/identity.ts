import type { TraceEvent } from '../../trace/events.ts';
import { askedOf } from '../routes-seen.ts';
import { asObject, findRows } from '../rows.ts';
import { type EventId, eventId, type Rule } from '../rule.ts';

export const companyNeverChanges: Rule = {
  id: 'company-never-changes',
  requirement: 'R2.A',
  severity: 'critical',
  promise: 'A load belongs to one company and one widget, from beginning to end.',
  meaning: 'Data of one customer could reach another: stop and investigate.',
  look: 'The two events in the evidence name different companies or widgets.',
  scope: 'load',
  watch(watch) {
    let companyId: string | null = null;
    let widgetId: string | null = null;
    let by: EventId | null = null;
    const check = (event: TraceEvent) => {
      const { fields } = event;
      if (fields.companyId === companyId && fields.widgetId === widgetId) return;
      watch.exercise();
      const changed =
        (companyId !== null && fields.companyId !== null && fields.companyId !== companyId) ||
        (widgetId !== null && fields.widgetId !== null && fields.widgetId !== widgetId);
      if (changed && by)
        watch.violate(
          [by, eventId(event)],
          `${companyId}/${widgetId} became ${fields.companyId}/${fields.widgetId}.`,
        );
      companyId = fields.companyId ?? companyId;
      widgetId = fields.widgetId ?? widgetId;
      by = eventId(event);
    };
    return { fields: check, server: check };
  },
};

/** An answer that says who somebody is changes who they are at once, unless the rest of the widget is still to come. */
const identityWithinMs = 10_000;

export const contactChangesByIdentity: Rule = {
  id: 'contact-changes-by-identity',
  requirement: 'R3.5',
  severity: 'critical',
  promise: 'The contact changes only by identify, merge or logout, and each is recorded.',
  meaning: 'The visitor lost their history, or sees somebody else’s.',
  look: 'The event in the evidence: no identity change was recorded before it.',
  scope: 'load',
  needsBeginning: true,
  watch(watch) {
    let contactId: string | null = null;
    let by: EventId | null = null;
    let allowed: string | null | undefined;
    /** Requests that were asked by who is here now. */
    let asked = new Set<number>();
    return {
      request: (event) => void asked.add(event.requestId),
      request_failed: (event) => void asked.delete(event.requestId),
      response(event) {
        const { contactId: told = null } = findRows(event) ?? {};
        if (!asked.delete(event.requestId) || told === null || told === event.fields.contactId) return;
        watch.expect(
          told,
          identityWithinMs,
          [eventId(event)],
          `The answer is of contact ${told}, whom the load never became.`,
        );
      },
      identity(event) {
        watch.exercise();
        allowed = event.to;
        asked = new Set();
        if (event.to !== null) watch.met(event.to);
      },
      fields(event) {
        const next = event.fields.contactId;
        if (next === contactId) return;
        if (next !== allowed) {
          watch.violate(
            by ? [by, eventId(event)] : [eventId(event)],
            `Contact ${contactId} became ${next} without an identity change.`,
          );
        }
        contactId = next;
        by = eventId(event);
      },
    };
  },
};

export const deviceStable: Rule = {
  id: 'device-stable',
  requirement: 'R3.5',
  severity: 'major',
  promise: 'A browser keeps its deviceId until somebody logs out.',
  meaning: 'Reloads look like new visitors.',
  look: 'The two events in the evidence.',
  scope: 'load',
  watch(watch) {
    let deviceId: string | null = null;
    let by: EventId | null = null;
    let allowed = false;
    /** The device that an identify under way brings. Where a logout overtakes it, it comes after the logout's own. */
    let underWay: string | null = null;
    let overtaken = false;
    return {
      request(event) {
        if (askedOf(event)?.command === 'identify')
          underWay = asObject<{ deviceId: string }>(event.body)?.deviceId ?? null;
      },
      storage(event) {
        if (event.op !== 'read' || !event.key.startsWith('chatDevice-')) return;
        const stored = asObject<{ deviceId: string }>(event.value)?.deviceId;
        // Another tab logged out, and this one reads it before it hears of it.
        if (stored && stored !== deviceId) allowed = true;
      },
      identity(event) {
        const isLogout = event.cause === 'logout' || event.cause === 'switch' || event.cause === 'other_tab';
        allowed ||= isLogout || (overtaken && event.fields.deviceId === underWay);
        overtaken = isLogout && underWay !== null;
        if (event.cause === 'identify' || event.cause === 'switch') underWay = null;
      },
      fields(event) {
        const next = event.fields.deviceId;
        if (next === deviceId || next === null) return;
        watch.exercise();
        if (deviceId !== null && !allowed && by)
          watch.violate([by, eventId(event)], `Device ${deviceId} became ${next}.`);
        deviceId = next;
        by = eventId(event);
        allowed = false;
      },
    };
  },
};

const secretParameter = /[?&#](token|access_token|jwt|user_?hash|password|secret)=/i;
/** A visitor's token, or its placeholder in a blob: 43 characters of base64url, standing alone. */
const tokenShaped = /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/;

export const noSecretInAddress: Rule = {
  id: 'no-secret-in-address',
  requirement: 'R2.A',
  severity: 'critical',
  promise: 'No token is ever part of an address.',
  meaning: 'Addresses end up in logs and histories; whoever reads them can be this visitor.',
  look: 'The address in the evidence.',
  scope: 'load',
  watch(watch) {
    const check = (event: TraceEvent, address: string) => {
      watch.exercise();
      if (secretParameter.test(address) || tokenShaped.test(address))
        watch.violate([eventId(event)], 'An address carries a secret.');
    };
    return {
      request: (event) => check(event, event.path),
      socket: (event) => check(event, event.path),
    };
  },
};

export const noSecretInFrame: Rule = {
  id: 'no-secret-in-frame',
  requirement: 'R2.A',
  severity: 'critical',
  promise: 'The token travels once per connection, in the first frame to the server, and never back.',
  meaning: 'A token could leak to whoever can read frames of another feature.',
  look: 'The frame in the evidence.',
  scope: 'load',
  watch: (watch) => ({
    frame(event) {
      watch.exercise();
      const frame = event.data as { type?: string; token?: unknown } | null;
      if (frame?.type === 'hello' && event.direction === 'out') return;
      if (frame && typeof frame === 'object' && 'token' in frame)
        watch.violate([eventId(event)], 'A frame other than the first carries a token.');
    },
  }),
};

export const oldIdentityDropped: Rule = {
  id: 'old-identity-dropped',
  requirement: 'R3.5',
  severity: 'critical',
  promise: 'After a logout or a change of person nothing of the one before is on screen.',
  meaning: 'The next person at this computer reads somebody else’s conversation.',
  look: 'The screen in the evidence shows a conversation of the contact before.',
  scope: 'load',
  watch(watch) {
    /** By conversation the contact that it was last brought for: a merge moves it to the survivor. */
    const owners = new Map<string, string>();
    /** Contacts that somebody left, and whom nobody is again. */
    const left = new Set<string>();
    const take = (event: TraceEvent) => {
      const rows = findRows(event);
      if (!rows?.contactId) return;
      for (const row of rows.conversations) owners.set(row.conversationId, rows.contactId);
    };
    return {
      response: take,
      frame: take,
      identity(event) {
        if (event.to) left.delete(event.to);
        if (event.cause !== 'logout' && event.cause !== 'switch') return;
        watch.exercise();
        if (event.from) left.add(event.from);
      },
      screen(event) {
        const owner = owners.get(event.conversationId ?? '');
        if (owner && left.has(owner)) {
          watch.violate(
            [eventId(event)],
            `Conversation ${event.conversationId} belongs to the person before.`,
          );
        }
      },
    };
  },
};
