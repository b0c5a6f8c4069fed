import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aChat, blobOf, partsOf } from '@hilo/shared/testing/trace-blob.ts';
import { assembleBlob } from '@hilo/shared/trace/blob.ts';
import type { Blob } from '@hilo/shared/trace/blob-schema.ts';
import { writeBlob } from '@hilo/shared/trace/blob-write.ts';
import { checksumOf } from '@hilo/shared/trace/checksum.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rootFolder } from '../start/front-ends.ts';
import { runHere } from './testing/run-hilo.ts';

const build = 'hilo-widget-00000000';
let folder: string;
let widget: string;
/** A chat recorded by the build in `widget`, and one by another. */
let chat: string;
let foreign: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilo-replay-'));
  widget = folder;
  await writeFile(join(folder, 'hilo.js'), `import('${build}.js')`);
  await writeFile(join(folder, `${build}.js`), '');
  foreign = await save('foreign.json', blobOf(aChat()));
  chat = await save('chat.json', ofBuild());
});
afterAll(() => rm(folder, { recursive: true }));

function ofBuild(change: (events: TraceEvent[]) => TraceEvent[] = (events) => events): Blob {
  const parts = partsOf(aChat());
  const loads = parts.loads.map((load) => ({
    ...load,
    events: change(load.events.map((event) => (event.kind === 'load' ? { ...event, build } : event))),
  }));
  return assembleBlob({ ...parts, build, loads });
}

async function save(name: string, content: Blob | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : [...writeBlob(content)].join(''));
  return path;
}

describe('[R1.4] hilo blob replay', () => {
  it('ends with 3 where another build recorded it, and says which', async () => {
    const { code, out, err } = await runHere(['blob', 'replay', foreign, '--widget', widget]);
    expect(code).toBe(3);
    expect(out).toContain(`hilo-0.1.0+test, here is ${build}`);
    expect(err).toContain('timeline');
  });

  it('says as plain text what the blob names itself by', async () => {
    const name = 'evil\u001b[2J\u202e';
    const blob = ofBuild((events) => events);
    const load = blob.loads.at(-1)?.events[0];
    Object.assign(load as object, { build: name });
    const loads = blob.loads.slice(-1);
    const { checksum: _, ...rest } = { ...blob, loads };
    const path = await save('evil.json', { ...rest, checksum: checksumOf(rest) });
    const { code, out } = await runHere(['blob', 'replay', path, '--widget', widget]);
    expect(code).toBe(3);
    expect(out).toContain('evil\\u{1b}[2J\\u{202e}');

    const more = { ...rest, [name]: 1 };
    const odd = await save('odd.json', JSON.stringify({ ...more, checksum: checksumOf(more) }));
    const refused = await runHere(['blob', 'replay', odd, '--widget', widget]);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('evil\\u{1b}[2J\\u{202e}');
  });

  it('ends with 3 where the beginning of every load was cut', async () => {
    const path = await save(
      'cut.json',
      ofBuild((events) => events.slice(2)),
    );
    const { code, out } = await runHere(['blob', 'replay', path, '--widget', widget]);
    expect({ code, out }).toEqual({ code: 3, out: expect.stringContaining('cut') });
  });

  it.each([
    ['no JSON', 'hello'],
    ['a page', '<script>alert(1)</script>'],
    ['something deep', '['.repeat(100_000)],
    ['an end that is missing', '{"format":"hilo-debug-blob","version":1,'],
  ])('ends with 2 and a sentence where it is given %s', async (_, text) => {
    const path = await save('hostile.json', text);
    const { code, out, err } = await runHere(['blob', 'replay', path, '--widget', widget]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.split('\n')).toHaveLength(1);
  });

  it('ends with 2 and says what is missing where there is no browser, and where there is no widget', async () => {
    const variables = { CHROMIUM_PATH: join(folder, 'nothing') };
    const without = await runHere(['blob', 'replay', chat, '--widget', widget], { variables });
    expect(without.code).toBe(2);
    expect(without.err).toContain('CHROMIUM_PATH');
    const unbuilt = await runHere(['blob', 'replay', chat, '--widget', join(folder, 'nowhere')]);
    expect(unbuilt.code).toBe(2);
    expect(unbuilt.err).toContain('npm run build');
  });

  it('ends with 2 and one sentence where the browser does not start', async () => {
    const broken = await save('browser', '#!/bin/sh\nexit 7\n');
    await chmod(broken, 0o755);
    const { code, out, err } = await runHere(['blob', 'replay', chat, '--widget', widget], {
      variables: { CHROMIUM_PATH: broken },
    });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^unable to start the browser [^\n]+$/);
  });
});

describe('[R1.4] hilo blob test', () => {
  it('writes a test that holds the story, and nothing that could end a script', async () => {
    const out = join(folder, 'complaint.spec.ts');
    const { code } = await runHere(['blob', 'test', foreign, '-o', out]);
    expect(code).toBe(0);
    const text = await readFile(out, 'utf8');
    expect(text).toContain("from '@playwright/test'");
    expect(text).toContain('"do":"answer"');
    expect(text).not.toMatch(/<\/script|<!--|\u2028/);
    expect(text).not.toContain('/* story */');
  });

  it('asks in it for the promise that is broken, by the rules of now', async () => {
    const path = join(rootFolder, 'shared/testing/fixtures/broken/resync-after-reconnect.json');
    const { code, out } = await runHere(['blob', 'test', path]);
    expect(code).toBe(0);
    expect(out).toContain('"ruleId":"resync-after-reconnect"');
    expect(out).toContain('Mend the code, delete the first, keep the second.');
  });

  it('ends with 3 where the beginning was cut', async () => {
    const path = await save(
      'cut.json',
      ofBuild((events) => events.slice(2)),
    );
    expect(await runHere(['blob', 'test', path])).toMatchObject({
      code: 3,
      err: expect.stringContaining('cut'),
    });
  });
});
