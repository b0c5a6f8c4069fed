import { createHmac } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoApp, type DemoOptions } from './demo-server.ts';

const base = {
  hiloOrigin: 'http://127.0.0.1:4100',
  inboxUrl: 'http://127.0.0.1:4100/inbox/',
  otherDemoOrigin: 'http://127.0.0.1:4102',
  identitySecret: 'a secret of the tests',
};
const servers: Server[] = [];
let shop = '';
let spa = '';

async function serve(options: Pick<DemoOptions, 'site' | 'companyId'>): Promise<string> {
  const server = createDemoApp({ ...base, ...options }).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  shop = await serve({ site: 'shop', companyId: 'alfar' });
  spa = await serve({ site: 'spa', companyId: 'norte' });
});

afterAll(() => {
  for (const server of servers) server.close();
});

const shopPages = [
  '/',
  '/products',
  '/product?id=bowl',
  '/cart',
  '/contact',
  '/account',
  '/strict',
  '/strict.html',
];

describe('demo shop', () => {
  it.each(shopPages)('serves %s with everything filled in', async (path) => {
    const response = await fetch(shop + path);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page).not.toContain('{{');
    expect(page).toContain(`src="${base.hiloOrigin}/hilo.js"`);
    expect(page).toContain(`href="${base.inboxUrl}"`);
    expect(page).toContain(`href="${base.otherDemoOrigin}/"`);
  });

  it('names only files that exist', async () => {
    for (const path of shopPages) {
      const page = await (await fetch(shop + path)).text();
      const own = [...page.matchAll(/(?:href|src)="(\/[^"]*)"/g)].map((match) => match[1]);
      expect(own.length).toBeGreaterThan(5);
      for (const file of own) expect([file, (await fetch(shop + file)).status]).toEqual([file, 200]);
    }
  });

  it('serves a picture as a picture and a module as a script', async () => {
    expect((await fetch(`${shop}/pots/bowl.svg`)).headers.get('content-type')).toContain('image/svg+xml');
    expect((await fetch(`${shop}/shop.js`)).headers.get('content-type')).toContain('javascript');
  });

  it('has a page of its own for what is not there', async () => {
    const response = await fetch(`${shop}/nothing`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('This shelf is empty.');
  });

  it.each(['/_header.html', '/_bar.html', '/..%2f..%2fpackage.json', '/pots', '/%00'])(
    'does not serve %s',
    async (path) => {
      expect((await fetch(shop + path)).status).toBe(404);
    },
  );

  it('is only read', async () => {
    const response = await fetch(shop, { method: 'POST' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });
});

describe('page with a strict policy', () => {
  it.each(['/strict', '/strict.html'])('allows on %s only Hilo and the page itself', async (path) => {
    const policy = (await fetch(shop + path)).headers.get('content-security-policy');
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      'script-src http://127.0.0.1:4100',
      'connect-src http://127.0.0.1:4100 ws://127.0.0.1:4100',
      "style-src 'self'",
      "img-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('keeps the policy to itself', async () => {
    expect((await fetch(`${shop}/contact`)).headers.get('content-security-policy')).toBeNull();
  });

  it('holds nothing that its policy would block', async () => {
    const page = await (await fetch(`${shop}/strict`)).text();
    expect(page).toContain('data-widget-id="wgt_alfar"');
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
  });
});

describe('demo app of one page', () => {
  it.each(['/', '/later', '/lists/camp', '/settings', '/sign-in'])(
    'answers %s with the app',
    async (path) => {
      const response = await fetch(spa + path);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('src="/app.js"');
    },
  );

  it('does not answer a missing file with a page', async () => {
    const response = await fetch(`${spa}/missing.js`);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('text/plain');
  });
});

describe('demo identity', () => {
  it('signs the user id with the secret of the company', async () => {
    const response = await fetch(`${shop}/demo/identity?user=ana`);
    const userHash = createHmac('sha256', base.identitySecret).update('ana').digest('hex');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      userId: 'ana',
      name: 'Ana Ferrer',
      email: 'ana@example.com',
      userHash,
    });
  });

  it.each(['', '?user=', '?user=vera', '?user=__proto__', '?user=ana&user=bruno'])(
    'refuses %j',
    async (query) => {
      const response = await fetch(`${shop}/demo/identity${query}`);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain('userHash');
    },
  );

  it('knows the users of its own company', async () => {
    expect((await fetch(`${spa}/demo/identity?user=vera`)).status).toBe(200);
    expect((await fetch(`${spa}/demo/identity?user=ana`)).status).toBe(404);
  });
});
