import { catalogue } from '../src/invariants/catalogue.ts';
import { createJudge } from '../src/invariants/engine.ts';
import type { Verdict } from '../src/invariants/rule.ts';
import { limits } from '../src/limits.ts';
import { assembleBlob, type BlobParts } from '../src/trace/blob.ts';
import type { Blob } from '../src/trace/blob-schema.ts';
import type { TraceEvent } from '../src/trace/events.ts';
import type { JudgedUntil } from '../src/trace/judged-until.ts';
import { openTab, type TraceTab } from './trace-builder.ts';

/** A chat with everything in it: a reload, a cut connection, an answer missed meanwhile, a survey. */
export function aChat(): TraceTab {
  const first = openTab()
    .bootstrap()
    .start()
    .connect()
    .send('Hello! Is the teapot oven-proof?')
    .wait(4_000)
    .agentReplies('It is, up to 250 °C. More at https://barro.example/care?pot=tea')
    .read()
    .goOffline()
    .wait(10_000);
  first.server.write(first.conversation.conversationId, 'Which colour would you like?', 'agent');
  const second = first
    .goOnline()
    .read()
    .reload()
    .bootstrap()
    .connect()
    .send('Blue, please. I am ana@perez.example');
  second.wait(2_000).agentReplies('Done, Ana.').read().agentSolves();
  return second.rate(5, 'Kind and quick, gracias ñandú 👍');
}

/** What the widget would hand over to have a blob assembled of this tab. */
export function partsOf(tab: TraceTab, overrides: Partial<BlobParts> = {}): BlobParts {
  const { previous, browser, server } = tab;
  const storage = [...browser.storage].map(([key, text]) => ({ key, value: JSON.parse(text) as unknown }));
  const lines = server.lines.filter((line) => line.fields.traceId === tab.traceId);
  return {
    build: 'hilo-0.1.0+test',
    madeBy: 'test',
    madeAtMs: server.time,
    environment: {
      userAgent: 'Mozilla/5.0 (X11; Linux x64) HiloTest/1',
      language: 'en',
      locale: 'en',
      timeZone: 'Europe/Madrid',
      viewport: { width: 1280, height: 800 },
      url: 'https://shop.test/products/teapot?utm_source=news#top',
      clockOffsetMs: -browser.skewMs,
    },
    loads: [
      ...(previous
        ? [
            {
              traceId: previous.traceId,
              role: 'previous' as const,
              storage: null,
              events: previous.events.slice(-limits.previousLoadEventsMax),
            },
          ]
        : []),
      { traceId: tab.traceId, role: 'this', storage, events: [...tab.events, ...lines] },
    ],
    storage,
    screen: screenOf(tab),
    ownTexts: ['Chat', 'Messages', 'Write a message…', 'Send', 'You'],
    includeText: false,
    maskKey: [0x5eed, 0xb10b],
    judge,
    ...overrides,
  };
}

export function blobOf(tab: TraceTab, overrides: Partial<BlobParts> = {}): Blob {
  return assembleBlob(partsOf(tab, overrides));
}

/** A blob of a chat whose last operation never ended, made so much later; nothing happened meanwhile. */
export function hangingBlob(afterMs: number): Blob {
  const tab = openTab().bootstrap().start().connect().send('Anybody there?');
  const isEnd = (event: TraceEvent) => event.kind === 'operation' && event.phase !== 'start';
  const ends = tab.events.flatMap((event, i) => (isEnd(event) ? [i] : []));
  const events = tab.events.slice(0, ends.at(-1));
  const loads = [{ traceId: tab.traceId, role: 'this' as const, storage: [], events }];
  return blobOf(tab, { loads, madeAtMs: (events.at(-1)?.wall ?? 0) + afterMs });
}

export function judge(events: readonly TraceEvent[], until: JudgedUntil | null = null): Verdict[] {
  const engine = createJudge(catalogue);
  for (const event of events) engine.push(event);
  if (until) engine.tick(until.traceId, until.t);
  return engine.verdicts();
}

function screenOf(tab: TraceTab): string {
  const thread = tab.focus.kind === 'conversation' ? tab.view.threads[tab.focus.conversationId] : undefined;
  const rows = (thread?.messages ?? []).flatMap((row) => [
    `    listitem ${JSON.stringify(row.author.name ?? 'You')}`,
    `      text ${JSON.stringify(row.body)}`,
  ]);
  return [
    'dialog "Chat"',
    '  list "Messages"',
    ...rows,
    '  textbox "Write a message…"',
    '  button [disabled] "Send"',
  ].join('\n');
}
