import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aChat, blobOf, judge, partsOf } from '../../testing/trace-blob.ts';
import { openTab } from '../../testing/trace-builder.ts';
import { assembleInSteps } from './blob.ts';
import { eventsOf, readBlob, readBlobWithChecksum } from './blob-read.ts';
import type { Blob } from './blob-schema.ts';
import { writeBlob } from './blob-write.ts';
import { checksumOf, createSha256 } from './checksum.ts';
import { migrateBlob } from './migrations.ts';

const chat = aChat();
const blob = blobOf(chat);
const written = [...writeBlob(blob)].join('');

describe('[R1.4] a debug blob', () => {
  it('reads back as it was written', () => {
    expect(readBlob(written)).toEqual({ ok: true, blob });
    expect(readBlob(JSON.parse(written))).toEqual({ ok: true, blob });
  });

  it('says which load it is of, and carries the tail of the one before, marked', () => {
    expect(blob.traceId).toBe(chat.traceId);
    expect(blob.loads.map((load) => [load.role, load.complete])).toEqual([
      ['previous', true],
      ['this', true],
    ]);
    expect(blob.fields).toEqual(chat.fields);
    expect(blob.environment.url).toMatch(/^https:\/\/shop\.test\/products\/[a-z]{6}\?utm_source$/);
  });

  it('keeps every event in order, with its ten fields, and few sets of them', () => {
    const load = blob.loads[1] as Blob['loads'][number];
    const own = eventsOf(load).filter((event) => event.witness === 'widget');
    expect(own.map((event) => [event.seq, event.kind, event.fields])).toEqual(
      chat.events.map((event) => [event.seq, event.kind, event.fields]),
    );
    expect(load.fieldSets.length).toBeLessThan(own.length / 3);
  });

  it('is whole where the load began, and not where the recorder dropped something', () => {
    const tail = partsOf(chat).loads.map((load) =>
      load.role === 'this'
        ? { ...load, events: chat.events.slice(5), dropped: { count: 5, bytes: 900 } }
        : load,
    );
    const cut = blobOf(chat, { loads: tail });
    expect(cut.loads[1]?.complete).toBe(false);
    expect(cut.cuts).toContainEqual({ what: 'events', count: 5, bytes: 900, why: 'the recorder was full' });
    expect(cut.verdicts.some((verdict) => verdict.status === 'holds')).toBe(false);
  });

  it('carries the verdict on every promise, and the masked events are judged as the real ones', () => {
    const [raw, masked] = [
      judge(chat.events),
      blobOf(chat, { loads: partsOf(chat).loads.slice(1) }).verdicts,
    ];
    expect(masked.map((verdict) => [verdict.ruleId, verdict.exercised])).toEqual(
      judge(partsOf(chat).loads[1]!.events).map((verdict) => [verdict.rule.id, verdict.exercised]),
    );
    expect(raw.filter((verdict) => verdict.status === 'violated')).toEqual([]);
    expect(masked.filter((verdict) => verdict.status === 'violated')).toEqual([]);
  });

  it('names the broken promise with its evidence', () => {
    const tab = openTab().bootstrap().start().connect().send('Once');
    const sent = tab.events.find((event) => event.kind === 'request' && event.path.endsWith('/messages'));
    const { method, path, headers } = sent as Extract<typeof sent, { kind: 'request' }>;
    tab.push('request', {
      method,
      path,
      headers,
      requestId: 99,
      body: { clientMessageId: tab.server.newId(), deviceId: tab.browser.deviceId, body: 'Once' },
    });
    const broken = blobOf(tab).verdicts.filter((verdict) => verdict.status === 'violated');
    expect(broken.map((verdict) => verdict.ruleId)).toContain('retry-keeps-id');
    expect(broken[0]?.violations[0]?.evidence.length).toBeGreaterThan(0);
  });

  it('is made in steps that end in the same blob', () => {
    const steps = assembleInSteps(partsOf(chat));
    let count = 0;
    for (;;) {
      const step = steps.next();
      if (step.done) {
        expect(step.value).toEqual(blob);
        break;
      }
      count++;
    }
    expect(count).toBeGreaterThan(5);
  });

  it('comes out the same every time, and masked differently under another key', () => {
    expect(blobOf(aChat()).checksum).toBe(blob.checksum);
    expect(blobOf(chat, { maskKey: [1, 2] }).checksum).not.toBe(blob.checksum);
  });

  it('is written in pieces, none of them large', () => {
    const pieces = [...writeBlob(blob)];
    const longestEvent = Math.max(
      ...blob.loads.flatMap((load) => load.events.map((one) => JSON.stringify(one).length)),
    );
    const verdicts = Math.max(...blob.verdicts.map((verdict) => JSON.stringify(verdict).length));
    const longest = Math.max(longestEvent, verdicts, JSON.stringify(blob.screen).length);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(longest);
  });

  it('reads back whatever person wrote, masked or included', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
        fc.boolean(),
        (text, includeText) => {
          const made = blobOf(openTab().bootstrap().start().connect().send(text).agentReplies(text), {
            includeText,
          });
          expect(readBlob([...writeBlob(made)].join(''))).toEqual({ ok: true, blob: made });
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('[R1.4] what people wrote', () => {
  it('is masked everywhere the same, in actions, requests, answers, frames, storage and on the screen', () => {
    for (const word of [
      'the teapot',
      'oven',
      'Blue',
      'ana@perez',
      'Marta',
      'quick',
      'ñandú',
      'barro.example',
      'Barro',
    ]) {
      expect(written.includes(word), word).toBe(false);
    }
    const load = blob.loads[1] as Blob['loads'][number];
    const find = (kind: string, path: RegExp) =>
      load.events.filter((event) => event.kind === kind && path.test(JSON.stringify(event)));
    const drafted = find('action', /draft_changed/)[0] as unknown as { action: { text: string } };
    const sent = find('request', /clientMessageId/)[0] as unknown as { body: { body: string } };
    const stored = find('storage', /"write".*chatOutbox/)[0] as unknown as { value: { body: string } };
    expect(sent.body.body).toBe(drafted.action.text);
    expect(stored.value.body).toBe(drafted.action.text);
    expect(blob.screen).toContain(JSON.stringify(drafted.action.text));
    expect(blob.screen).toContain('button [disabled] "Send"');
    expect(blob.screen).toMatch(/https:\/\//);
    expect(blob.masked.find((one) => one.what === 'message text')?.count).toBeGreaterThan(5);
  });

  it('is there when the person asks to include it', () => {
    const open = blobOf(chat, { includeText: true });
    expect(open.textIncluded).toBe(true);
    expect(open.screen).toContain('Blue, please. I am ana@perez.example');
    expect(open.masked.every((one) => one.what === 'secret')).toBe(true);
  });

  it('is masked on the screen also in part, within words of the widget, and where nobody knew of it', () => {
    const screen = [
      'dialog "Chat"',
      '  status "Marta Gil · Done, Ana."',
      '  text "up to 250"',
      '  text "Unknown person, 12:05"',
      '  text "Send"',
      'not a line of ours: Marta',
    ].join('\n');
    const masked = blobOf(chat, { screen }).screen as string;
    expect(masked).not.toMatch(/Marta|Gil|Ana|Unknown|person/);
    expect(masked.split('\n')[0]).toBe('dialog "Chat"');
    expect(masked.split('\n')[3]).toMatch(/^ {2}text "\w{7} \w{6}, 12:05"$/);
    expect(masked.split('\n')[4]).toBe('  text "Send"');
    const body = blob.screen?.split('\n').find((one) => one.includes('°')) as string;
    expect(body).toContain(/text "(.*)"/.exec(masked.split('\n')[2] as string)?.[1]);
  });
});

describe('[R1.4] what the page calls', () => {
  it.each([null, true, false])(
    'is kept whole of debug, switched to %s: the widget itself asks for it',
    (on) => {
      const tab = openTab().bootstrap();
      tab.push('api', { method: 'debug', args: [{ on }] });
      const made = blobOf(tab);
      const called = [...(made.loads.at(-1)?.events ?? [])].reverse().find(({ kind }) => kind === 'api');
      expect(called).toMatchObject({ method: 'debug', args: [{ on }] });
      expect(made.cuts.filter(({ what }) => what === 'field that is not on the list')).toEqual([]);
    },
  );
});

describe('[R1.4] bad input', () => {
  const sealed = (change: (value: Record<string, unknown>) => void) => {
    const { checksum: _, ...value } = JSON.parse(written) as Record<string, unknown>;
    change(value);
    return JSON.stringify({ ...value, checksum: checksumOf(value) });
  };
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  it.each([
    ['nothing', '', 'empty'],
    ['white space', ' \n ', 'empty'],
    ['prose', 'the chat does not work', 'not_json'],
    ['a page', '<!doctype html><script>alert(1)</script>', 'not_json'],
    ['half of it', written.slice(0, written.length / 2), 'truncated'],
    ['all but the last brace', written.trim().slice(0, -1), 'truncated'],
    ['other JSON', '{"log":{"version":"1.2"}}', 'not_a_blob'],
    ['a number', '7', 'not_a_blob'],
    ['null', 'null', 'not_a_blob'],
    ['an empty list', '[]', 'not_a_blob'],
    ['deep nesting', deep, 'too_deep'],
    ['deep nesting within', written.replace('"cuts":', `"cuts":${deep},"x":`), 'too_deep'],
    ['deep nesting, cut', '[{"a":'.repeat(500_000), 'too_deep'],
    ['an edited word', written.replace('HiloTest', 'HiloTost'), 'edited'],
    ['a removed event', written.replace(/\n\{"witness":"widget","seq":3,.*\n/, '\n'), 'edited'],
    ['no checksum', JSON.stringify({ ...blob, checksum: undefined }), 'edited'],
    ['a newer version', written.replace('"version":1', '"version":2'), 'newer_version'],
    ['version 0', written.replace('"version":1', '"version":0'), 'unknown_version'],
    ['version "1"', written.replace('"version":1', '"version":"1"'), 'unknown_version'],
    ['version 1.5', written.replace('"version":1', '"version":1.5'), 'unknown_version'],
    ['a huge number', written.replace('"madeAt":', '"madeAt":1e999,"x":'), 'hostile'],
    ['a name that reaches prototypes', written.replace('{', '{"__proto__":{"isAdmin":true},'), 'hostile'],
    ['the same in a body', written.replace('"widget":{', '"widget":{"__proto__":{"a":1},'), 'hostile'],
    ['a member twice', written.replace('{', '{"format":"x",'), 'hostile'],
    ['the same twice', written.replace('{', '{"format":"hilo-debug-blob",'), 'hostile'],
    ['a checksum twice', written.replace('{', '{"checksum":"x",'), 'hostile'],
    ['a name twice, once escaped', written.replace('{', '{"f\\u006frmat":"x",'), 'hostile'],
    ['a member of a body twice', written.replace('"widget":{', '"widget":{"policy":"x",'), 'hostile'],
    ['a member more', sealed((value) => Object.assign(value, { more: 1 })), 'wrong_shape'],
    ['a member less', sealed((value) => delete value['screen']), 'wrong_shape'],
    ['a list that is none', sealed((value) => Object.assign(value, { loads: {} })), 'wrong_shape'],
    ['a time without a date', sealed((value) => Object.assign(value, { madeAt: 1e300 })), 'wrong_shape'],
    ...(['t', 'wall'] as const).map((name) => [
      `the same of an event, ${name}`,
      sealed((value) =>
        Object.assign((value as unknown as Blob).loads[0]!.events[0]!, { [name]: 8.64e15 + 1 }),
      ),
      'wrong_shape',
    ]),
    [
      'an index to nowhere',
      sealed((value) => Object.assign((value as unknown as Blob).loads[0]!.events[0]!, { fields: 10_000 })),
      'wrong_shape',
    ],
  ])('refuses %s in a sentence', (_, text, code) => {
    const reading = readBlob(text);
    expect(reading).toMatchObject({ ok: false, code });
    if (!reading.ok) expect(reading.sentence).toMatch(/^Unable to .+[.)]$/);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('counts what looks like a member in what people wrote as what it is', () => {
    const text = '{"a":1,"a":2} \\": " : \\\\';
    const made = blobOf(openTab().bootstrap().start().connect().send(text), { includeText: true });
    expect(readBlob([...writeBlob(made)].join(''))).toEqual({ ok: true, blob: made });
    expect(readBlob(JSON.stringify(made, null, 2)).ok).toBe(true);
  });

  it('refuses a member that is there twice where the checksum is computed beside it, too', async () => {
    const twice = written.replace('{', '{"format":"x",');
    const read = (text: string) =>
      readBlobWithChecksum(text, Promise.resolve(blob.checksum), () => Promise.resolve());
    expect(await read(twice)).toMatchObject({ ok: false, code: 'hostile' });
    expect(await read(written)).toEqual({ ok: true, blob });
  });

  it('takes what a chat or an issue tracker put around it', () => {
    expect(readBlob(`\uFEFF\n\`\`\`json\n${written}\`\`\`\n`).ok).toBe(true);
    expect(readBlob(`\`\`\`\n${written.trim()}\n\`\`\``).ok).toBe(true);
  });

  it('keeps markup in messages as text', () => {
    const html = '<img src=x onerror=alert(1)>';
    const made = blobOf(openTab().bootstrap().start().connect().send(html), { includeText: true });
    const reading = readBlob([...writeBlob(made)].join(''));
    expect(reading.ok && JSON.stringify(reading.blob)).toContain(JSON.stringify(html).slice(1, -1));
  });

  it('answers to any object, also one that bites', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    let doubling: unknown = 1;
    for (let i = 0; i < 60; i++) doubling = [doubling, doubling];
    const biting = { format: 'hilo-debug-blob', version: 1 };
    Object.defineProperty(biting, 'loads', {
      enumerable: true,
      get() {
        throw new Error('bite');
      },
    });
    expect(readBlob(circle)).toMatchObject({ ok: false, code: 'hostile' });
    expect(readBlob(doubling)).toMatchObject({ ok: false, code: 'hostile' });
    expect(readBlob(blob)).toEqual({ ok: true, blob });
    expect(readBlob(biting)).toMatchObject({ ok: false, code: 'wrong_shape' });
    for (const value of [undefined, null, 1n, Symbol('x'), () => 1, new Map()])
      expect(readBlob(value).ok).toBe(false);
  });

  it('never throws and never takes what was changed, wherever a character is flipped', () => {
    fc.assert(
      fc.property(fc.nat(written.length - 1), fc.string({ minLength: 1, maxLength: 3 }), (at, text) => {
        const changed = written.slice(0, at) + text + written.slice(at + text.length);
        const reading = readBlob(changed);
        if (reading.ok) expect(reading.blob).toEqual(blob);
      }),
      { numRuns: 150 },
    );
  });
});

describe('[R1.4] blobs of earlier versions', () => {
  const frozen = readFileSync(new URL('../../testing/fixtures/blob-v1.json', import.meta.url), 'utf8');

  it('are read for ever: version 1', () => {
    const hash = createSha256();
    hash.update(frozen);
    expect(hash.hex(), 'the fixture is frozen: add one for a new version instead').toBe(frozenDigest);
    const reading = readBlob(frozen);
    expect(reading.ok ? reading.blob.loads.map((load) => load.events.length) : reading).toEqual([72, 59]);
  });

  it('go through each migration in turn', () => {
    const table = {
      1: ({ old, ...rest }: Record<string, unknown>) => ({ ...rest, middle: old }),
      2: ({ middle, ...rest }: Record<string, unknown>) => ({ ...rest, latest: middle }),
    };
    expect(migrateBlob({ version: 1, old: 'x' }, 3, table)).toEqual({ version: 3, latest: 'x' });
    expect(migrateBlob({ version: 1 }, 4, table)).toBeUndefined();
  });
});

const frozenDigest = '57529edfc5b1ff144a12793892a8f47f2aa22c8d210450a97de5401d5497682a';
