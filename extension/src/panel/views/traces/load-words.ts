import { shortId } from '@hilo/shared/reconstruct/plain-text.ts';
import type { DocumentInfo } from '../../../channel/messages.ts';
import { findLast } from '../../model/moment.ts';
import { type Load, ownTab } from '../../model/session.ts';

/** What a list says of one load. */
export interface LoadWords {
  /** Time of day at which it began. */
  time: string;
  /** The page it ran on, without origin. */
  page: string;
  /** `tab 2`, `reload`, `frame`, `left` … */
  marks: readonly string[];
  contact: string;
  conversation: string;
}

const timeOfDay = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** Contacts of which there is more than one load: tabs side by side, or a reload. */
export function contactsShared(loads: readonly Load[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { fields } of loads) {
    if (fields.contactId === null) continue;
    if (seen.has(fields.contactId)) shared.add(fields.contactId);
    seen.add(fields.contactId);
  }
  return shared;
}

export function loadWords(load: Load, document: DocumentInfo | undefined): LoadWords {
  const began = findLast(load, 'load', null);
  const { contactId, conversationId } = load.fields;
  return {
    time: Number.isFinite(load.beganAtMs) ? timeOf(load.beganAtMs) : '',
    page: pageOf(began?.url ?? document?.url ?? ''),
    marks: [
      ...(load.origin.kind === 'tab' && load.origin.tab !== ownTab ? [`tab ${load.origin.tab}`] : []),
      ...(began?.navigation === 'reload' ? ['reload'] : []),
      ...(began && ['prerender', 'back_forward'].includes(began.navigation)
        ? [began.navigation.replace('_', ' ')]
        : []),
      ...(load.origin.kind === 'tab' && load.origin.frameId !== 0 ? ['frame'] : []),
      ...(load.origin.kind === 'file' && load.origin.role === 'previous' ? ['earlier'] : []),
      ...(document?.life === 'gone' ? ['left'] : []),
      ...(document?.life === 'frozen' ? ['in the back/forward cache'] : []),
      ...(load.witnesses.widget > 0 && !began ? ['beginning missing'] : []),
    ],
    contact: contactId === null ? 'no contact yet' : `contact ${shortId(contactId)}`,
    conversation: conversationId === null ? 'no conversation' : `conversation ${shortId(conversationId)}`,
  };
}

function timeOf(ms: number): string {
  try {
    return timeOfDay.format(ms);
  } catch {
    // A page can claim any time, also one that no calendar has.
    return '';
  }
}

/** A page's address without its origin's scheme, as far as it is one. */
export function pageOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return host + (pathname === '/' ? '' : pathname);
  } catch {
    return url;
  }
}
