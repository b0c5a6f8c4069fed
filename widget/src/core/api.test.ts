import { aConversation, idOf } from '@hilo/shared/testing/rows.ts';
import { describe, expect, it } from 'vitest';
import type { ApiCall } from './events.ts';
import { Driver, deviceId, knownDevice } from './testing/driver.ts';

function call(driver: Driver, api: ApiCall): unknown {
  driver.send({ type: 'called', call: 5, api });
  return driver
    .all('resolve')
    .filter((effect) => effect.call === 5)
    .at(-1)?.value;
}

describe('calls of the page', () => {
  it('boot answers with the first bootstrap, and says `ready` once', () => {
    const driver = new Driver();
    driver.boot();
    expect(driver.all('resolve')).toEqual([]);
    driver.booted(null);
    expect(driver.all('resolve')).toMatchObject([{ call: 1, value: { contactId: null, state: 'idle' } }]);
    expect(driver.all('tell').filter((effect) => effect.event.name === 'ready')).toHaveLength(1);
  });

  it('boot and what waits for it fail where the widget is not welcome', () => {
    const driver = new Driver();
    driver.boot();
    call(driver, { name: 'logout' });
    driver.fail('bootstrap', { code: 'origin_not_allowed', retryable: false });
    expect(driver.all('reject').map((effect) => effect.call)).toContain(1);
    expect(driver.model.phase).toEqual({ name: 'failed', code: 'origin_not_allowed', retryAtMs: null });
    driver.wait(600_000);
    expect(driver.asked('bootstrap')).toHaveLength(1);
  });

  it('[R1.2] debug tells all ten fields', () => {
    const driver = new Driver();
    driver.start({ conversations: [aConversation(1, { unreadCount: 2 })] });
    driver.send({ type: 'conversation_chosen', conversationId: idOf(1) });
    expect(call(driver, { name: 'debug', on: null })).toMatchObject({
      fields: {
        traceId: '1'.repeat(32),
        companyId: 'test',
        widgetId: 'wgt_test',
        deviceId,
        contactId: idOf(1),
        conversationId: idOf(1),
        sessionId: null,
        status: 'waiting',
        lastMessageId: null,
        unreadCount: 2,
      },
      state: 'waiting',
    });
  });

  it('hide takes the launcher away, open opens all the same', () => {
    const driver = new Driver();
    driver.start(null);
    call(driver, { name: 'hide' });
    expect(driver.model).toMatchObject({ launcherHidden: true, open: false });
    call(driver, { name: 'open' });
    expect(driver.model).toMatchObject({ launcherHidden: true, open: true });
    call(driver, { name: 'show' });
    expect(driver.model.launcherHidden).toBe(false);
  });

  it('update takes a language, and consent once', () => {
    const driver = new Driver();
    driver.boot({}, { persistent: false });
    driver.booted(null);
    call(driver, { name: 'update', locale: 'es', consent: true });
    expect(driver.model.locale).toBe('es');
    expect(driver.all('consent')).toHaveLength(1);
    driver.send({ type: 'persistence', persistent: true });
    call(driver, { name: 'update', locale: null, consent: true });
    expect(driver.all('consent')).toHaveLength(1);
    expect(driver.model.locale).toBe('es');
  });

  it.each([
    ['the page’s choice', 'es', 'en', 'en', 'es'],
    ['the widget’s', null, 'es', 'en', 'es'],
    ['the page’s language', null, 'auto', 'es', 'es'],
  ] as const)('speaks %s', (_what, locale, ofWidget, pageLocale, spoken) => {
    const driver = new Driver();
    driver.boot({}, { locale, pageLocale });
    driver.booted(null, { locale: ofWidget });
    expect(driver.model.locale).toBe(spoken);
  });

  it('shutdown ends timers, socket and everything else', () => {
    const driver = new Driver();
    driver.boot({ device: knownDevice });
    driver.booted({ conversations: [aConversation(1)] });
    driver.connect();
    call(driver, { name: 'shutdown' });
    expect(driver.all('shut_down')).toHaveLength(1);
    expect(driver.all('socket_close')).toHaveLength(1);
    expect(driver.model.alarms).toEqual({});
    const count = driver.effects.length;
    driver.send({ type: 'launcher_clicked' });
    expect(driver.effects).toHaveLength(count);
  });
});
