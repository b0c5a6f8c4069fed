import { createSecrets } from '@hilo/shared/trace/secrets.ts';
import { describe, expect, it } from 'vitest';
import { createRedactor } from './redact.ts';

const token = 'dGhpcyBpcyBhIHRva2VuIG9mIDMyIGJ5dGVzIGxvbmc';
const hash = 'ab'.repeat(32);
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';

describe('redactor', () => {
  it('[R1.2] lets no token, hash or JSON Web Token leave the page, wherever it stands', () => {
    const { hide } = createRedactor();
    const text = JSON.stringify({
      headers: { authorization: `Bearer ${token}` },
      frame: { token },
      stored: JSON.stringify({ token, deviceId: '00000000-0000-4000-8000-000000000001' }),
      args: [{ userHash: hash, jwt }],
      path: `/x?token=${token}&hash=${hash}`,
    });
    const hidden = hide(text);
    for (const secret of [token, hash, jwt]) expect(hidden).not.toContain(secret);
    expect(JSON.parse(hidden).headers.authorization).toMatch(/^Bearer hilo-secret-0001-x+A$/);
    expect(JSON.parse(hidden).stored).toContain('00000000-0000-4000-8000-000000000001');
  });

  it('[R1.2] finds a secret wherever it begins, beside others, and only where it is whole', () => {
    for (let before = 0; before < 100; before++) {
      const { hide } = createRedactor();
      const text = `${'a '.repeat(before)}"${token}" ${hash}${' "b"'.repeat(before)}`;
      const hidden = hide(text);
      expect(hidden).not.toContain(token);
      expect(hidden).not.toContain(hash);
      expect(hidden).toHaveLength(text.length);
      for (const other of [`${token}x`, token.slice(1), `${hash}0`, hash.slice(1)])
        expect(hide(text.replace(token, other))).toContain(other);
    }
  });

  it('uses stand-ins that a debug blob takes for what they are, and no second ones for them', () => {
    const { hide } = createRedactor();
    const hidden = hide(`"${token}" "${hash}"`);
    expect(createSecrets().scrub(hidden)).toBe(hidden);
    expect(hide(hidden)).toBe(hidden);
    expect(/[A-Za-z0-9_-]{43}/.test(hidden)).toBe(true);
  });

  it.each([
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    'chatVisitorProfile-wgt_aaaaaaaaaaaaaaaaaaaa',
    'chatOutbox-wgt_alfar-0650a61b-c512-41f3-a275-b6035b666f5e',
    '01a204aa-8ec8-71a7-940b-28e29202887a:2',
    'hilo-widget-DjxhgQPH',
  ])('leaves %s as it is', (text) => {
    expect(createRedactor().hide(`{"a":"${text}"}`)).toBe(`{"a":"${text}"}`);
  });

  it('puts the secrets back into what a person sends to the page, and no others', () => {
    const { hide, reveal } = createRedactor();
    const text = `{"token":"${token}","hash":"${hash}","jwt":"${jwt}"}`;
    expect(reveal(hide(text))).toBe(text);
    expect(reveal('hilo-secret-0099')).toBe('hilo-secret-0099');
  });
});
