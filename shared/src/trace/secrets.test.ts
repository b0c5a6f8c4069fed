import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aSampleOf } from '../../testing/sample-of.ts';
import { aChat, blobOf, partsOf } from '../../testing/trace-blob.ts';
import { openTab } from '../../testing/trace-builder.ts';
import { visitorClientFrame, visitorServerFrame } from '../protocol/frames.ts';
import { visitorRoutes } from '../protocol/visitor-routes.ts';
import { assembleBlob } from './blob.ts';
import { writeBlob } from './blob-write.ts';
import { sealOf } from './cache-seal.ts';
import { type TraceEvent, traceEvents } from './events.ts';
import { createSecrets } from './secrets.ts';

const token = 'Zx9_kQ2mVb7-Lr4TnY8wPs1HcE6uJd3GfA5oIiKtQRA';
const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const jwt =
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbmEiLCJuYW1lIjoiQW5hIn0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const password = 'Tr0ub4dor&3, horse!';
const planted = [token, hash, jwt, password, `Bearer ${token}`, `password=${password}`];
/** Pieces that would give a secret away. */
const pieces = [token, hash, jwt, jwt.split('.')[1] as string, password, 'Tr0ub4dor', 'horse!'];

const samples: TraceEvent[] = traceEvents.map((kind) => aSampleOf(kind) as TraceEvent);
const tab = aChat();
const parts = partsOf(tab, { storage: [], screen: null, judge: null });

/** Every copy of a value in which one text, or one name of a member, is another. */
function* withPlanted(value: unknown, secret: string): Generator<unknown> {
  if (typeof value === 'string') yield secret;
  else if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) {
      for (const changed of withPlanted(one, secret)) yield replaceAt(value, i, changed);
    }
    yield [...value, secret];
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) {
      for (const changed of withPlanted(one, secret)) yield { ...value, [name]: changed };
      if (typeof one !== 'object') yield { ...value, [name]: { [secret]: secret, secret } };
    }
    yield { ...value, [secret]: secret, password: secret, nested: { deep: [secret] } };
  } else yield secret;
}

function replaceAt(list: readonly unknown[], at: number, value: unknown): unknown[] {
  return list.map((one, i) => (i === at ? value : one));
}

function blobWith(event: unknown, includeText = false): string {
  const load = { traceId: tab.traceId, role: 'this' as const, storage: null, events: [event as TraceEvent] };
  return [...writeBlob(assembleBlob({ ...parts, loads: [load], includeText }))].join('');
}

describe('[R1.4] secrets planted in every place', () => {
  it.each(samples.map((sample) => [sample.kind, sample] as const))('do not survive in "%s"', (_, sample) => {
    let places = 0;
    for (const secret of planted) {
      for (const event of withPlanted(sample, secret)) {
        if ((event as TraceEvent).kind !== sample.kind) continue;
        const text = blobWith(event);
        places++;
        for (const piece of pieces)
          if (text.includes(piece)) expect.fail(`${piece} in ${JSON.stringify(event)}`);
      }
    }
    expect(places).toBeGreaterThan(60);
  });

  it('do not survive in whole exchanges, nor their shapes where text is included', () => {
    for (const includeText of [false, true]) {
      for (const original of tab.events.filter((one) =>
        /request|response|frame|storage|api/.test(one.kind),
      )) {
        for (const event of withPlanted(original, token)) {
          if ((event as TraceEvent).kind !== original.kind) continue;
          expect(blobWith(event, includeText)).not.toContain(token);
        }
      }
    }
  });

  it('do not survive in storage, keys, addresses, screens and environments', () => {
    for (const secret of planted) {
      const { environment } = partsOf(tab);
      const entries = tab.browser.storage.size;
      expect(entries).toBeGreaterThan(0);
      const storage = [
        { key: `chatDevice-wgt_pots`, value: { deviceId: secret, token: secret, [secret]: secret } },
        {
          key: `chatCache-wgt_pots`,
          value: { seal: secret, cache: { drafts: { [secret]: secret, new: secret } } },
        },
        { key: `chatVisitorProfile-wgt_pots`, value: secret },
        { key: `chatSurveyState-${secret}`, value: { [secret]: secret } },
        { key: secret, value: secret },
        { key: 'theirSession', value: { token: secret } },
      ];
      const urls = [
        `https://shop.test/reset/${secret}`,
        `https://${secret}@shop.test/?${secret}=${secret}#${secret}`,
        `https://shop.test/?token=${secret}`,
        `https://${encodeURIComponent(secret)}.test/`,
        secret,
      ];
      for (const url of urls) {
        const made = blobOf(tab, {
          build: secret,
          environment: {
            ...environment,
            url,
            userAgent: secret,
            language: secret,
            locale: secret,
            timeZone: secret,
          },
          loads: [{ traceId: secret, role: 'this', storage, events: tab.events }],
          storage,
          screen: `dialog "${secret.replaceAll('"', '')}"\n  text "see ${secret}"\n${secret}`,
        });
        const text = JSON.stringify(made);
        for (const piece of pieces) if (text.includes(piece)) expect.fail(`${piece} of ${url} in ${text}`);
      }
    }
  });

  it.each([
    ['a word', 'correct-horse-battery'],
    ['a word with numbers', 'hunter2hunter2'],
    ['a hash', '5f4dcc3b5aa765d61d8327deb882cf99'],
    ['an id', '7c9e6679-7425-40de-944b-e07fc1f90ae7'],
    ['a card', '4111111111111111'],
    ['a name', 'bob.smith~1984'],
    ['a short one', 'Tr0ub4dor3'],
  ])('do not survive at what a page chooses, where they look like %s', (_, secret) => {
    const { environment } = partsOf(tab);
    const urls = ['reset/', 'u/', '?', '?q=', '?tab&', '#', 'a/b/'].map(
      (at) => `https://shop.test/${at}${secret}`,
    );
    const args = [
      [secret],
      ['on', secret],
      [{ locale: secret, consent: secret, debug: secret, on: secret, [secret]: true }],
      [{ user: { traits: { name: secret }, userId: secret, email: secret } }],
    ];
    const sampleOf = (kind: string) => samples.find((one) => one.kind === kind) as TraceEvent;
    const events = [
      ...urls.map((url) => ({ ...sampleOf('load'), url })),
      ...args.map((one) => ({ ...sampleOf('api'), args: one })),
      { ...sampleOf('error'), message: `unable to open ${secret}` },
    ];
    for (const event of events) {
      const text = blobWith(event);
      if (text.includes(secret)) expect.fail(`${secret} in ${text}`);
    }
    for (const url of [...urls, `file:///home/bob/${secret}.html`]) {
      const made = blobOf(tab, { environment: { ...environment, url } });
      expect(made.environment.url).not.toContain(secret);
      expect(made.environment.url).toMatch(/^https:\/\/shop\.test\/|^file:\/\/\//);
    }
  });

  it('are told from the names that pages have', () => {
    const { environment } = partsOf(tab);
    const url = 'https://shop.test/en/products/blue-teapot.html?page=2&utm_source=news&k3y=1#reviews';
    const shown = (includeText: boolean) =>
      blobOf(tab, { environment: { ...environment, url }, includeText }).environment.url;
    expect(shown(false)).toMatch(
      /^https:\/\/shop\.test\/en\/products\/[a-z]{4}-[a-z]{6}\.[a-z]{4}\?page&utm_source&x$/,
    );
    expect(shown(false)).not.toContain('teapot');
    expect(shown(true)).toBe('https://shop.test/en/products/blue-teapot.html?page&utm_source&x');
  });

  it('become one number each, in their own shape', () => {
    const secrets = createSecrets();
    const placeholder = secrets.placeholder(token);
    expect(placeholder).toMatch(/^hilo-secret-0001-x*A$/);
    expect(placeholder).toHaveLength(43);
    expect(Buffer.from(placeholder, 'base64url')).toHaveLength(32);
    expect(Buffer.from(placeholder, 'base64url').toString('base64url')).toBe(placeholder);
    expect(secrets.placeholder(hash)).toMatch(/^[0-9a-f]{64}$/);
    const [header, payload] = secrets.placeholder(jwt).split('.') as [string, string];
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'none' });
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual({ hilo: '0003' });
    expect(secrets.placeholder(token)).toBe(placeholder);
    expect(secrets.count()).toBe(3);
  });

  it('stay the same placeholder when they were replaced before, and their numbers are taken', () => {
    const before = createSecrets();
    const placeholders = [token, hash, jwt, password].map((secret) => before.placeholder(secret));
    const after = createSecrets();
    expect(placeholders.map((one) => after.placeholder(one))).toEqual(placeholders);
    expect(after.placeholder(`${token.slice(0, 40)}xyA`)).toContain('0005');
  });

  it.each([
    ['a trace', `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`],
    ['an id', '00000000-0000-4000-8000-00000000000a'],
    ['a build', 'hilo-widget-DzZDOj9P'],
    ['a key', 'chatOutbox-wgt_pots-00000000-0000-4000-8000-00000000000a'],
    ['a sentence', 'Is the teapot oven-proof, and do you ship to Saint-Jean-Pied-de-Port?'],
    ['an address', 'https://barro.example/care?pot=tea'],
  ])('are not seen in %s', (_, text) => {
    expect(createSecrets().scrub(text)).toBe(text);
  });

  it('of a cache stay those of its device, so that it is still read', () => {
    const widgetId = 'wgt_pots';
    const cache = { drafts: { new: 'Do you ship?' } };
    const sealed = (seal: number) =>
      blobOf(openTab().bootstrap().start(), {
        storage: [
          { key: `chatCache-${widgetId}`, value: { seal, cache } },
          { key: `chatDevice-${widgetId}`, value: { token } },
        ],
      }).storage as unknown as [
        { value: { seal: number; cache: typeof cache } },
        { value: { token: string } },
      ];
    const [copy, device] = sealed(sealOf(widgetId, token, cache));
    expect(device.value.token).not.toBe(token);
    expect(copy.value.cache).not.toEqual(cache);
    expect(copy.value.seal).toBe(sealOf(widgetId, device.value.token, copy.value.cache));
    const [broken] = sealed(1);
    expect(broken.value.seal).toBe(0);
  });
});

describe('[R1.4] the lists of what is copied', () => {
  const requests = Object.entries(visitorRoutes).flatMap(([name, route]) =>
    'body' in route ? [[name, route.body] as const] : [],
  );
  const answers = Object.entries(visitorRoutes).map(([name, route]) => [name, route.answer] as const);
  const frames = [...visitorClientFrame.options, ...visitorServerFrame.options].map(
    (frame) => [frame.shape.type.value, frame] as const,
  );
  const request = samples.find((one) => one.kind === 'request');
  const response = samples.find((one) => one.kind === 'response');
  const frame = samples.find((one) => one.kind === 'frame');

  it.each([
    ...requests.map(([name, schema]) => ['body', 'request', name, schema, request] as const),
    ...answers.map(([name, schema]) => ['body', 'answer', name, schema, response] as const),
    ...frames.map(([name, schema]) => ['data', 'frame', name, schema, frame] as const),
  ])('name every member of the %s of %s %s', (member, _, __, schema, event) => {
    for (const variant of variantsOf(schema)) {
      const sample = aSampleOf(variant);
      const made = blobWith({ ...event, [member]: sample });
      const { loads } = JSON.parse(made) as { loads: { events: Record<string, unknown>[] }[] };
      expect(pathsOf(loads[0]?.events[0]?.[member])).toEqual(pathsOf(sample));
    }
  });

  it('name every member of every event', () => {
    for (const sample of samples) {
      const { loads } = JSON.parse(blobWith(sample)) as { loads: { events: unknown[] }[] };
      expect(Object.keys(loads[0]?.events[0] as object).sort()).toEqual(Object.keys(sample).sort());
    }
  });
});

function variantsOf(schema: z.ZodType): readonly z.ZodType[] {
  return schema instanceof z.ZodDiscriminatedUnion ? (schema.options as unknown as z.ZodType[]) : [schema];
}

/** Where everything stands in a value: `changes/0/message/body`. */
function pathsOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value)
    .flatMap(([name, one]) => pathsOf(one, `${at}/${name}`))
    .sort();
}
