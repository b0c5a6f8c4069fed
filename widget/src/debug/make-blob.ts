import { limits } from '@hilo/shared/limits.ts';
import { assembleInSteps, type BlobParts, type LoadPart } from '@hilo/shared/trace/blob.ts';
import type { Blob, BlobCut } from '@hilo/shared/trace/blob-schema.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { lastClockOffset, storageAtStart } from '@hilo/shared/trace/load-facts.ts';
import type { StorageEntry } from '@hilo/shared/trace/masking-events.ts';
import type { StoredKey } from '../core/events.ts';
import { storageName } from '../edges/storage-name.ts';
import type { BlobChoice } from '../trace/hook.ts';
import { readTail } from '../trace/read-tail.ts';
import { strings } from '../view/strings.ts';
import { dialogId } from './dialog-id.ts';
import { judge } from './judge.ts';
import { describeScreen } from './screen-text.ts';
import { fetchServerLines } from './server-lines.ts';
import { settle } from './settle.ts';
import type { DebugPorts } from './tools.ts';
import { turn } from './turn.ts';

/** The page gets a turn at least this often, in milliseconds. */
const turnMs = 3;

/** Assembles the blob of a load in small steps, so that the page does not stand still meanwhile. */
export async function makeBlob(ports: DebugPorts, choice: BlobChoice = {}): Promise<Blob> {
  const { includeText = false, serverLines = true, madeBy = 'widget' } = choice;
  const { recorder, build, root, model } = ports;
  await settle(ports, () => entriesOf(ports));
  // Now, and not after the first answer: the blob says how things stood when it was asked for.
  const events = recorder.events();
  const dropped = recorder.dropped();
  const storage = entriesOf(ports);
  const app = root.querySelector(`.hilo:not(#${dialogId})`);
  const screen = app && describeScreen(app);
  const { traceId, locale } = model();
  const madeAtMs = Date.now();
  const cuts: BlobCut[] = [];
  const lines = serverLines ? await fetchServerLines(ports, cuts) : [];
  const loads: LoadPart[] = [
    ...previousLoad(readTail(ports.tail.previous(), build)),
    { traceId, role: 'this', storage: storageAtStart(events), events: [...events, ...lines], dropped },
  ];
  const [key0 = 0, key1 = 0] = crypto.getRandomValues(new Uint32Array(2));
  const parts: BlobParts = {
    build,
    madeBy,
    madeAtMs,
    environment: environmentOf(events, locale),
    loads,
    storage,
    screen,
    ownTexts: Object.values(strings[locale]).flatMap((text) => text.split('{}')),
    includeText,
    maskKey: [key0, key1],
    judge,
    cuts,
  };
  return inTurns(assembleInSteps(parts));
}

async function inTurns<Result>(steps: Generator<undefined, Result>): Promise<Result> {
  for (;;) {
    const until = performance.now() + turnMs;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await turn();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function entriesOf({ stored, widgetId }: DebugPorts): StorageEntry[] {
  const { outbox, ...rest } = stored();
  const kept = Object.entries(outbox).map(([id, text]) => [`outbox:${id}`, text] as const);
  return [...Object.entries(rest), ...kept].flatMap(([key, text]) =>
    text === null ? [] : [{ key: storageName(widgetId, key as StoredKey), value: parsed(text) }],
  );
}

/** What the load before left in this tab; nothing where it is not ours to read. */
function previousLoad(events: TraceEvent[] | null): LoadPart[] {
  const [first] = events ?? [];
  if (!events || !first?.fields) return [];
  const { traceId } = first.fields;
  const own = events.slice(-limits.previousLoadEventsMax);
  const count = (own[0] as TraceEvent).seq - 1;
  return [
    {
      traceId,
      role: 'previous',
      storage: storageAtStart(own),
      events: own,
      ...(count > 0 && { dropped: { count, bytes: 0 } }),
    },
  ];
}

function environmentOf(events: readonly TraceEvent[], locale: string): BlobParts['environment'] {
  const { language, userAgent } = navigator;
  return {
    userAgent,
    language,
    locale,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null,
    viewport: { width: innerWidth, height: innerHeight },
    url: location.href,
    clockOffsetMs: lastClockOffset(events),
  };
}
