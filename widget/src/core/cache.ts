import { limits } from '@hilo/shared/limits.ts';
import { listedConversations } from '@hilo/shared/view/selectors.ts';
import { isSettled } from './boot.ts';
import type { Model } from './model.ts';
import { alarm, emit, type Step, set } from './step.ts';
import { type Cache, tokenPrint } from './stored.ts';

const delayMs = 300;

/** What the cache is made of; a change of any of these is worth keeping. */
const parts = [
  'view',
  'config',
  'drafts',
  'open',
  'screen',
  'focus',
  'sessions',
  'soundOn',
  'device',
] as const;

/**
 * Keeps the last snapshot for the next load, a moment after it changed. A visitor who neither wrote nor clicked has
 * nothing to keep, and nothing is kept of them (G6).
 */
export function cacheRule(s: Step, before: Model): void {
  const { m } = s;
  const due = m.cacheAtMs !== null && (s.stamp.at >= m.cacheAtMs || !m.visible);
  if (!m.config || !isSettled(s) || (!m.view.contactId && !m.touched)) set(s, { cacheAtMs: null });
  else if (due) {
    set(s, { cacheAtMs: null });
    emit(s, { type: 'store', key: 'cache', value: contents(s) });
  } else if (parts.some((part) => m[part] !== before[part])) {
    set(s, { cacheAtMs: m.cacheAtMs ?? s.stamp.at + delayMs });
  }
  alarm(s, 'cache', s.m.cacheAtMs);
}

function contents({ m }: Step): string {
  const { view, config, sessions, open, soundOn, focus } = m;
  const screen = m.screen.name === 'prechat' ? 'home' : m.screen.name;
  const cache: Cache = {
    v: 1,
    print: tokenPrint(m.device?.token),
    config: config as Cache['config'],
    contactId: view.contactId,
    contact: view.contact,
    version: view.version,
    conversations: listedConversations(view).slice(0, limits.conversationsPageMax),
    sessions,
    drafts: m.drafts,
    open,
    screen,
    focusId: focus.kind === 'conversation' ? focus.conversationId : null,
    soundOn,
  };
  return JSON.stringify(cache);
}

/** Another tab knows more: its cache is no source, but a reason to ask the server. */
export function heardCache(s: Step, value: string | null): void {
  const { view } = s.m;
  const match = /"contactId":"([^"]+)".*?"version":(\d+),"conversations"/.exec(value ?? '');
  if (match && (match[1] !== view.contactId || Number(match[2]) > view.version)) set(s, { syncWanted: true });
}
