import { limits } from '@hilo/shared/limits.ts';
import { listedConversations } from '@hilo/shared/view/selectors.ts';
import { isSettled } from './boot.ts';
import type { Model } from './model.ts';
import { alarm, emit, type Step, set } from './step.ts';
import { writeCache } from './stored.ts';

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
  let at = m.cacheAtMs;
  if (!m.config || !isSettled(s) || !(m.view.contactId || m.touched)) at = null;
  else {
    if (parts.some((part) => m[part] !== before[part])) at ??= s.stamp.at + delayMs;
    if (at !== null && (s.stamp.at >= at || !m.visible)) {
      at = null;
      emit(s, { type: 'store', key: 'cache', value: contents(m, m.config) });
    }
  }
  set(s, { cacheAtMs: at });
  alarm(s, 'cache', at);
}

function contents(m: Model, config: NonNullable<Model['config']>): string {
  const { view, sessions, drafts, open, soundOn, focus, screen } = m;
  const { contactId, contact, version } = view;
  return writeCache(m.widgetId, m.device?.token ?? '', {
    config,
    contactId,
    contact,
    version,
    conversations: listedConversations(view).slice(0, limits.conversationsPageMax),
    sessions,
    drafts,
    open,
    screen: screen.name === 'prechat' ? 'home' : screen.name,
    focusId: focus.kind === 'conversation' ? focus.conversationId : null,
    soundOn,
  });
}
