import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { limits } from '@hilo/shared/limits.ts';
import { aChat, blobOf, hangingBlob, partsOf } from '@hilo/shared/testing/trace-blob.ts';
import type { BlobParts } from '@hilo/shared/trace/blob.ts';
import { assembleBlob } from '@hilo/shared/trace/blob.ts';
import type { BlobErrorCode } from '@hilo/shared/trace/blob-errors.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import { writeBlob } from '@hilo/shared/trace/blob-write.ts';
import { checksumOf } from '@hilo/shared/trace/checksum.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Run, runHere, runProcess } from './testing/run-hilo.ts';

let folder: string;
/** A chat with a reload, a cut connection and a survey. */
let chat: string;
const textOf = (blob: Blob) => [...writeBlob(blob)].join('');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilo-blob-'));
  chat = await save('chat.json', textOf(blobOf(aChat())));
});
afterAll(() => rm(folder, { recursive: true }));

async function save(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** The same chat, its last load changed. */
function changed(change: (events: TraceEvent[]) => TraceEvent[], overrides: Partial<BlobParts> = {}): Blob {
  const parts = partsOf(aChat());
  const loads = parts.loads.map((load) =>
    load.role === 'this' ? { ...load, events: change([...load.events]) } : load,
  );
  return assembleBlob({ ...parts, loads, ...overrides });
}

const withIllegalTransition = () =>
  changed((events) => {
    const event = [...events].reverse().find(({ kind }) => kind === 'transition');
    if (event?.kind !== 'transition') throw new Error('the chat has no transition');
    const illegal = { ...event, event: 'start_needs_prechat', to: 'prechat' };
    return events.map((one) => (one === event ? illegal : one));
  });

describe('hilo blob check', () => {
  it('[R1.4] ends with 0 where nothing is broken', async () => {
    const { code, out, err } = await runHere(['blob', 'check', chat]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/\d+ held: .*one-open-conversation/);
  });

  it('[R1.4] ends with 1 and names the promise, what it means, and the event that proves it', async () => {
    const path = await save('illegal.json', textOf(withIllegalTransition()));
    const { code, out, err } = await runHere(['blob', 'check', path]);
    expect(code).toBe(1);
    expect(err).toBe('A promise is broken.');
    expect(out).toContain('The widget moves between its six states only as its table allows.');
    expect(out).toContain('legal-transitions');
    expect(out).toContain('What that means: ');
    expect(out).toMatch(/w\d+ +0:\d\d\.\d{3} .*→ prechat/);
    const { out: json } = await runHere(['blob', 'check', '--json', path]);
    const { verdicts } = JSON.parse(json) as { verdicts: { rule: { id: string }; status: string }[] };
    expect(verdicts.filter(({ status }) => status === 'violated').map(({ rule }) => rule.id)).toContain(
      'legal-transitions',
    );
  });

  it('[R1.4] shows a deadline that was over when it was made, although nothing happened after it', async () => {
    const late = await save('late.json', textOf(hangingBlob(limits.requestTimeoutMs * 2 + 1_000)));
    const { code, out } = await runHere(['blob', 'check', late]);
    expect(code).toBe(1);
    expect(out).toContain('operations-end');
    const soon = await save('soon.json', textOf(hangingBlob(1_000)));
    expect((await runHere(['blob', 'check', soon])).code).not.toBe(1);
  });

  it('does not believe what a blob says of itself', async () => {
    const blob = withIllegalTransition();
    const { checksum: _, ...rest } = { ...blob, verdicts: [] };
    const path = await save('denying.json', textOf({ ...rest, checksum: checksumOf(rest) }));
    const { code, out } = await runHere(['--json', 'blob', 'check', path]);
    expect(code).toBe(1);
    const { verdicts } = JSON.parse(out) as { verdicts: { status: string }[] };
    const broken = verdicts.filter(({ status }) => status === 'violated').length;
    // A summary says the same.
    const { out: markdown } = await runHere(['blob', 'markdown', path]);
    expect(markdown).toMatch(new RegExp(`^# Hilo: ${broken} broken promises?\\n`));
  });

  it('ends with 3 where a gap leaves it open', async () => {
    const path = await save(
      'gap.json',
      textOf(changed((events) => events.filter((_, at) => at < 20 || at > 22))),
    );
    const { code, err } = await runHere(['blob', 'check', path]);
    expect({ code, err }).toMatchObject({ code: 3, err: expect.stringContaining('gap') });
  });

  it('reads what is piped in', async () => {
    const input = (async function* () {
      yield await readFile(chat);
    })();
    expect((await runHere(['blob', 'check', '-'], { input })).code).toBe(0);
  });
});

describe('[R1.4] the story of a blob', () => {
  it('timeline: line by line, as text, in colour, or as JSON', async () => {
    const { code, out } = await runHere(['blob', 'timeline', chat]);
    expect(code).toBe(0);
    expect(out).toMatch(/0:00\.000 .*loads https:\/\/shop\.test/);
    expect(out).toContain('visitor');
    expect(out).not.toContain('\u001b[');
    expect((await runHere(['blob', 'timeline', chat], { hasColours: true })).out).toContain('\u001b[');
    const { out: json } = await runHere(['--json', 'blob', 'timeline', chat]);
    const { rows } = JSON.parse(json) as { rows: { eventId: string }[] };
    expect(rows.length).toBeGreaterThan(out.split('\n').length);
    expect(rows[0]?.eventId).toMatch(/^[0-9a-f]{32}\/w\d+$/);
  });

  it('diagram: Mermaid to the terminal, SVG to a file', async () => {
    const { out } = await runHere(['blob', 'diagram', chat]);
    expect(out).toMatch(/^sequenceDiagram\n/);
    const svg = join(folder, 'chat.svg');
    const { code, err } = await runHere(['blob', 'diagram', '--format', 'svg', '-o', svg, chat]);
    expect({ code, err }).toEqual({ code: 0, err: `Wrote ${svg}.` });
    expect(await readFile(svg, 'utf8')).toMatch(/^<svg .*<\/svg>\s*$/s);
  });

  it('merge: several tabs on one clock, and how sure it is of it', async () => {
    const { code, out } = await runHere(['blob', 'merge', chat, chat]);
    expect(code).toBe(0);
    expect(out).toMatch(/^tab 1.*clock/);
    expect(out).toContain('tab 2');
  });

  it('diff: 0 where two tell the same story, 1 and the place where they part', async () => {
    expect((await runHere(['blob', 'diff', chat, chat])).code).toBe(0);
    const other = await save('other.json', textOf(withIllegalTransition()));
    const { code, out } = await runHere(['blob', 'diff', chat, other]);
    expect(code).toBe(1);
    expect(out).toMatch(/part at .*\n.*− .*\n.*\+ .*prechat/);
  });

  it('har, otlp, markdown: what other tools read', async () => {
    const har = JSON.parse((await runHere(['blob', 'har', chat])).out) as { log: { version: string } };
    expect(har.log.version).toBe('1.2');
    const otlp = JSON.parse((await runHere(['blob', 'otlp', chat])).out) as { resourceSpans: unknown[] };
    expect(otlp.resourceSpans.length).toBeGreaterThan(0);
    expect((await runHere(['blob', 'markdown', chat])).out).toMatch(/^# Hilo: /);
  });

  it('says so where it cannot write', async () => {
    const { code, err } = await runHere(['blob', 'har', '-o', join(folder, 'no/such/place'), chat]);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringMatching(/^unable to write /) });
  });

  it.each([['check'], ['timeline'], ['markdown'], ['diff', 'again']])(
    '%s: what nobody foresaw ends with 2 and a sentence, never with the 1 of an answer',
    async (command: string, again?: string) => {
      const out = () => {
        throw new RangeError('Invalid string length\n    at somewhere in the code');
      };
      const { code, err } = await runHere(['blob', command, ...(again ? [chat] : []), chat], { out });
      expect({ code, err }).toEqual({
        code: 2,
        err: `unable to finish hilo blob ${command}; Invalid string length. If it happens again, report it with the blob`,
      });
    },
  );

  it.each([['check'], ['diff'], ['replay']])('%s: its help says what each code means', async (command) => {
    const { code, out } = await runHere(['blob', command, '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(/Ends with 0 where .*, 1 where .*, 2 where .*cannot be/s);
  });
});

function expectRefused(run: Run, code: BlobErrorCode): void {
  expect(run).toMatchObject({ code: 2, out: '' });
  expect(run.err.trim()).toMatch(/^Unable to [^\n]+$/);
  expect(run.err).toContain(`[${code}]`);
}

describe('what is no blob', () => {
  const good = () => textOf(blobOf(aChat()));
  const inputs: [what: string, code: BlobErrorCode, input: () => string | Buffer][] = [
    ['nothing', 'empty', () => ''],
    ['words', 'not_json', () => 'Hello'],
    ['binary', 'not_json', () => Buffer.from([0, 255, 254, 1, 2, 3])],
    ['half a blob', 'truncated', () => good().slice(0, 5_000)],
    ['JSON of somebody else', 'not_a_blob', () => '{"log":{"version":"1.2"}}'],
    ['an edited blob', 'edited', () => good().replace('"active"', '"solved"')],
    ['a newer version', 'newer_version', () => good().replace('"version":1', '"version":99')],
    ['deep nesting', 'too_deep', () => '['.repeat(1_000_000)],
    ['__proto__', 'hostile', () => good().replace('{', '{"__proto__":{"polluted":true},')],
    ['a huge number', 'hostile', () => good().replace(/"madeAt":\d+/, '"madeAt":1e999')],
  ];

  it.each(inputs)('%s is refused as %s, in a sentence', async (_what, code, input) => {
    const bytes = Buffer.from(input());
    const run = await runHere(['blob', 'check', '-'], { input: Readable.from([bytes]) });
    expectRefused(run, code);
  });

  it.each(inputs.filter(([what]) => ['half a blob', 'deep nesting', '__proto__'].includes(what)))(
    '%s is refused as %s by the real process, too',
    async (_what, code, input) => expectRefused(await runProcess(['blob', 'check', '-'], input()), code),
  );

  it.each([['markdown'], ['har'], ['replay'], ['check']])(
    'a time that no calendar has is refused by %s, in a sentence',
    async (command) => {
      const { checksum: _, ...rest } = { ...blobOf(aChat()), madeAt: 1e300 };
      const path = await save('late-for-ever.json', textOf({ ...rest, checksum: checksumOf(rest) }));
      const run = await runHere(['blob', command, path]);
      expectRefused(run, 'wrong_shape');
      expect(run.err).toContain('at /madeAt');
    },
  );

  it('times that have dates, but no date between them, are told at the end of the calendar', async () => {
    const end = 8.64e15;
    const blob = changed((events) => events.map((event) => ({ ...event, t: end, wall: -end })), {
      madeAtMs: end,
    });
    const path = await save('ends.json', textOf(blob));
    for (const command of ['markdown', 'har', 'otlp', 'timeline', 'diagram']) {
      const { code, err } = await runHere(['blob', command, path]);
      expect({ command, code, err }).toEqual({ command, code: 0, err: '' });
    }
  });

  it('a file that is not there, or a folder, is told in a sentence', async () => {
    const missing = await runProcess(['blob', 'check', '/nowhere/at/all.json']);
    expect(missing).toMatchObject({ code: 2, out: '' });
    expect(missing.err).toBe('unable to read /nowhere/at/all.json; there is no such file\n');
    const { code, err } = await runHere(['blob', 'timeline', tmpdir()]);
    expect({ code, err }).toEqual({ code: 2, err: `unable to read ${tmpdir()}; it is a folder` });
  });

  it('what people wrote reaches a terminal, a picture and a page as text alone', async () => {
    const evil = '\u001b[2J</text><script>alert(1)</script>\u202e%%{init}%% ';
    const blob = changed(
      (events) =>
        events.map((event) =>
          event.kind === 'action' ? { ...event, action: { type: 'typed', text: evil } } : event,
        ),
      { includeText: true },
    );
    const path = await save('evil.json', textOf(blob));
    for (const view of [['timeline'], ['diagram'], ['diagram', '--format', 'svg'], ['markdown']]) {
      const { code, out } = await runHere(['blob', ...view, path]);
      expect(code).toBe(0);
      expect(out).not.toContain('\u001b[2J');
      expect(out).not.toContain('\u202e');
      if (view.length > 1) expect(out).not.toContain('<script');
    }
  });
});
