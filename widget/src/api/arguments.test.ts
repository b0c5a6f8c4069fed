import { describe, expect, it } from 'vitest';
import { readBoot, readLocale } from './arguments.ts';
import { readUser } from './calls.ts';

const userHash = 'a'.repeat(64);

describe('what a page hands over', () => {
  it.each([undefined, null, 7, 'wgt_a', {}, { widgetId: 7 }, { widgetId: '' }])(
    'boot refuses %j',
    (argument) => {
      expect(() => readBoot(argument)).toThrow('Unable to boot; it needs a widgetId.');
    },
  );

  it.each([
    [undefined, true],
    [true, true],
    [false, false],
    ['required', false],
  ])('consent %j', (consent, consented) => {
    expect(readBoot({ widgetId: 'wgt_a', consent }).consented).toBe(consented);
  });

  it('[E1] takes a number for a user id', () => {
    expect(readUser({ userId: 42, userHash }).proof).toEqual({ kind: 'hmac', userId: '42', userHash });
  });

  it.each([undefined, {}, { userId: 'ana' }, { userId: {}, userHash }, { userHash }, { email: 'a@b.co' }])(
    '[E6] refuses %j, which proves nothing',
    (user) => {
      expect(() => readUser(user)).toThrow(expect.objectContaining({ code: 'identity_unproven' }));
    },
  );

  it('takes only traits that say something', () => {
    const user = readUser({
      userId: 'ana',
      userHash,
      name: ' ',
      email: 'ana@example.com',
      phone: 7,
      age: 30,
    });
    expect(user.traits).toEqual({ email: 'ana@example.com' });
  });

  it('knows a language where it knows one', () => {
    expect(['es-MX', 'EN', 'de', 7, null].map(readLocale)).toEqual(['es', 'en', null, null, null]);
  });
});
