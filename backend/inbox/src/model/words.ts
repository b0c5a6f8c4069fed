import type {
  ContactBrief,
  InboxConversation,
  InboxFilter,
  StatusChange,
} from '@hilo/shared/protocol/inbox-shapes.ts';
import type { ConversationStatus } from '@hilo/shared/protocol/shapes.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const locale = 'en-GB';

/** The visitor's name, else their e-mail, else a short name made from the id. */
export function contactName(contact: Pick<ContactBrief, 'contactId' | 'name' | 'email'>): string {
  return contact.name || contact.email || `Visitor ${contact.contactId.slice(-4)}`;
}

/** Up to two letters for a chip. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toLocaleUpperCase(locale);
}

export const statusWords: Record<ConversationStatus, string> = {
  waiting: 'Waiting',
  active: 'Active',
  solved: 'Solved',
  archived: 'Archived',
};

export const filterWords: Record<InboxFilter, string> = {
  waiting: 'Waiting',
  active: 'Active',
  solved: 'Solved',
  mine: 'Mine',
  all: 'All',
};

/** A duration in at most two units: "12 min", "2 h 5 min", "3 days". */
export function durationWords(ms: number): string {
  if (ms < minuteMs) return 'under a minute';
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min`;
  if (ms < dayMs) {
    const minutes = Math.floor((ms % hourMs) / minuteMs);
    return `${Math.floor(ms / hourMs)} h${minutes > 0 ? ` ${minutes} min` : ''}`;
  }
  const days = Math.floor(ms / dayMs);
  return days === 1 ? '1 day' : `${days} days`;
}

/** When something happened, as short as a list allows: "now", "5 min", "3 h", "Mon", "12 Mar". */
export function agoWords(at: number, now: number): string {
  const ms = Math.max(0, now - at);
  if (ms < minuteMs) return 'now';
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min`;
  if (ms < dayMs) return `${Math.floor(ms / hourMs)} h`;
  if (ms < 6 * dayMs) return new Date(at).toLocaleDateString(locale, { weekday: 'short' });
  return shortDate(at, now);
}

/** The third line of a row: the status, and for how long the visitor has been waiting for an answer. */
export function stateWords(row: InboxConversation, now: number): string {
  const isOpen = row.status === 'waiting' || row.status === 'active';
  if (!isOpen || row.waitingSince === null) return statusWords[row.status];
  const since = durationWords(Math.max(0, now - row.waitingSince));
  return row.status === 'waiting' ? `Waiting ${since}` : `Active, waiting ${since}`;
}

export function clockWords(at: number): string {
  return new Date(at).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** A day as a heading. */
export function dayWords(at: number, now: number): string {
  const days = startOfDay(now) - startOfDay(at);
  if (days <= 0) return 'Today';
  if (days <= 1.5 * dayMs) return 'Yesterday';
  return new Date(at).toLocaleDateString(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' }),
  });
}

export function fullWords(at: number): string {
  return new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
}

export function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function shortDate(at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Date(at).toLocaleDateString(locale, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

const causeWords: Record<StatusChange['cause'], (who: string) => string> = {
  started: (who) => `${who} started the conversation`,
  agent_replied: (who) => `${who} answered; now active`,
  agent_took: (who) => `${who} took the conversation`,
  agent_solved: (who) => `${who} solved the conversation`,
  agent_reopened: (who) => `${who} reopened the conversation`,
  visitor_reopened: (who) => `${who} wrote again; reopened`,
  inactivity: () => 'Solved after a time without messages',
  replaced: (who) => `${who} started a new chat; this one was archived`,
  merged: () => 'Archived when two conversations of one person met',
};

/** One line of status history. */
export function historyWords(row: StatusChange, visitorName: string): string {
  const who = row.actor.kind === 'visitor' ? visitorName : (row.actor.name ?? 'Hilo');
  return causeWords[row.cause](who);
}

/** Said of whatever a visitor typed about themselves and nobody proved. */
export const unverifiedWords = 'Typed by the visitor, not verified';

export const archivedWords: Record<NonNullable<InboxConversation['archivedReason']>, string> = {
  replaced: 'The visitor started a new chat in its place.',
  merged: 'The visitor turned out to have another open conversation, which goes on.',
  agent: 'An agent archived it.',
};

/** The browser and system a `User-Agent` names, as far as a person cares. */
export function deviceWords(userAgent: string): string {
  const browser = browsers.find(([mark]) => mark.test(userAgent))?.[1];
  const system = systems.find(([mark]) => mark.test(userAgent))?.[1];
  if (!browser && !system) return userAgent.slice(0, 60) || 'Unknown device';
  return [browser ?? 'Browser', system].filter(Boolean).join(' on ');
}

// Order matters: most browsers also name the ones they descend from.
const browsers: [RegExp, string][] = [
  [/Edg/, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/HeadlessChrome/, 'Chrome (headless)'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];

const systems: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad|iPod/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];
