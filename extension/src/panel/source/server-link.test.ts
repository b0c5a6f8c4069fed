import { describe, expect, it } from 'vitest';
import { createServerLink } from './server-link.ts';

interface Asked {
  url: string;
  authorization: string | null;
}

function aServer(answers: Record<string, unknown>) {
  const asked: Asked[] = [];
  const fetch = async (input: unknown, init?: RequestInit) => {
    const url = String(input);
    asked.push({ url, authorization: new Headers(init?.headers).get('authorization') });
    const path = new URL(url).pathname;
    return path in answers
      ? new Response(JSON.stringify(answers[path]), { status: 200 })
      : new Response(JSON.stringify({ title: 'Unable to sign in; e-mail or password is wrong.' }), {
          status: 401,
        });
  };
  const allowed: string[] = [];
  const link = createServerLink(
    fetch as typeof globalThis.fetch,
    async (origin) => void allowed.push(origin),
  );
  return { link, asked, allowed };
}

const agent = { agentId: '00000000-0000-4000-8000-000000000001', name: 'Marta', email: 'marta@alfar.demo' };
const signedIn = {
  '/v1/agent/sign-in': { token: 'secret-token', expiresAt: 1, agent },
  '/v1/agent/me': {
    agent,
    companyId: 'alfar',
    companyName: 'Alfar',
    colleagues: [],
    widgets: [],
    serverTime: 1,
  },
};

describe('an agent’s sign-in', () => {
  it('goes to the origin that the person typed, and its token nowhere else', async () => {
    const { link, asked, allowed } = aServer(signedIn);
    const signed = await link.signIn(' https://chat.example/inbox?x=1 ', agent.email, 'pass');
    expect(signed).toMatchObject({ ok: true, body: { base: 'https://chat.example', companyId: 'alfar' } });
    await link.read('agentTrace', { traceId: '../../../evil.example/' });
    await link.read('thread', { conversationId: 'https://evil.example/' });
    await link.signOut();
    expect(allowed).toEqual(['https://chat.example']);
    expect(asked.every(({ url }) => new URL(url).origin === 'https://chat.example')).toBe(true);
    expect(asked[0]?.authorization).toBeNull();
    expect(asked.at(-1)?.authorization).toBe('Bearer secret-token');
  });

  it('is forgotten on the way out', async () => {
    const { link, asked } = aServer(signedIn);
    await link.signIn('https://chat.example', agent.email, 'pass');
    await link.signOut();
    const before = asked.length;
    expect((await link.read('me', {})).ok).toBe(false);
    expect(asked).toHaveLength(before);
  });

  it.each(['', 'not an address', 'ftp://chat.example', 'http://chat.example', 'javascript:alert(1)'])(
    'never leaves for %j',
    async (address) => {
      const { link, asked } = aServer(signedIn);
      const signed = await link.signIn(address, agent.email, 'pass');
      expect(signed).toMatchObject({ ok: false });
      expect(asked.filter(({ url }) => !url.startsWith('https://'))).toEqual([]);
    },
  );

  it('may go over http to this very machine', async () => {
    const { link } = aServer(signedIn);
    expect(await link.signIn('http://localhost:3000', agent.email, 'pass')).toMatchObject({
      body: { base: 'http://localhost:3000' },
    });
  });

  it('says the server’s own sentence where it refuses, and another where it is none of ours', async () => {
    expect(await aServer({}).link.signIn('https://chat.example', agent.email, 'no')).toEqual({
      ok: false,
      sentence: 'Unable to sign in; e-mail or password is wrong.',
    });
    const foreign = await aServer({ '/v1/agent/sign-in': { hello: 1 } }).link.signIn(
      'https://chat.example',
      agent.email,
      'no',
    );
    expect(foreign).toMatchObject({ sentence: expect.stringContaining('not a Hilo server') });
  });
});
