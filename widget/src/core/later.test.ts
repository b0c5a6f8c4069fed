import { closeCodes } from '@hilo/shared/errors.ts';
import { idOf } from '@hilo/shared/testing/rows.ts';
import { describe, expect, it } from 'vitest';
import type { Answered, AnswerOf, Event, Failure } from './events.ts';
import { later } from './later.ts';
import { initialModel } from './model.ts';
import { actions } from './navigation.ts';
import { isForLater } from './reduce.ts';
import { Driver, knownDevice, nothingStored, token } from './testing/driver.ts';

const m = initialModel('wgt_test', '1'.repeat(32));
const boot = {
  type: 'boot',
  call: 1,
  locale: null,
  pageLocale: 'en',
  user: null,
  visible: true,
  online: true,
  persistent: true,
  stored: nothingStored,
} as const;
const answered: Answered = {
  type: 'answered',
  route: 'sync',
  lane: 'sync',
  about: '',
  epoch: 0,
  answer: {} as AnswerOf<'sync'>,
  failure: null,
};
const failure: Failure = {
  code: 'unavailable',
  retryable: true,
  retryAfterMs: null,
  conversationId: null,
  missing: null,
};

describe('[R3.1] the core without what comes later', () => {
  it('has a plain chat: written, sent, answered, reconnected, closed', () => {
    const tab = new Driver();
    const plain = Object.keys(later.actions).every((name) => !(name in actions));
    tab.boot();
    tab.booted(null);
    tab.send({ type: 'launcher_clicked' });
    tab.send({ type: 'start_clicked' });
    tab.lock();
    tab.send({ type: 'draft_changed', text: 'hello' });
    tab.send({ type: 'send_clicked' });
    tab.send({ type: 'network', online: false });
    tab.send({ type: 'network', online: true });
    tab.send({ type: 'visibility', visible: true });
    tab.send({ type: 'back_clicked' });
    tab.send({ type: 'closed' });
    expect(tab.asked('startSession')).toHaveLength(1);
    expect(plain).toBe(true);
    expect(Object.keys(later.actions).filter((name) => name in actions)).toEqual([]);
  });

  it('does not take what it cannot handle', () => {
    const events: Event[] = [
      ...(Object.keys(later.actions).map((type) => ({ type })) as Event[]),
      { type: 'stored', key: 'cache', value: null },
      { type: 'reread', stored: nothingStored },
      { type: 'called', call: 1, api: { name: 'logout' } },
      { ...boot, stored: { ...nothingStored, outbox: { [idOf(1)]: '{}' } } },
      { ...boot, stored: { ...nothingStored, profile: '{}' } },
      { type: 'locked', device: null, token },
      { type: 'socket_closed', id: 1, code: closeCodes.unauthorized.code },
      { ...answered, route: 'getConversation' },
      { ...answered, route: 'bootstrap', answer: { token: 'revoked' } as AnswerOf<'bootstrap'> },
      { ...answered, answer: null, failure: { ...failure, retryable: false } },
      { ...answered, answer: null, failure: { ...failure, code: 'rate_limited' } },
    ];
    for (const event of events) expect(isForLater(m, event), JSON.stringify(event)).toBe(true);
  });

  it('tries again by itself what was not refused for good', () => {
    expect(isForLater(m, { ...answered, answer: null, failure })).toBe(false);
    expect(isForLater(m, { type: 'socket_closed', id: 1, code: 1006 })).toBe(false);
  });

  it('mints the first token, but leaves one of another tab to the rest', () => {
    const minting = { ...m, jobs: [{ kind: 'mint' as const }] };
    expect(isForLater(minting, { type: 'locked', device: null, token })).toBe(false);
    expect(isForLater(minting, { type: 'locked', device: knownDevice, token })).toBe(true);
    expect(isForLater(m, { ...boot, stored: { ...nothingStored, device: knownDevice } })).toBe(false);
  });
});
