import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { createJudge } from '@hilo/shared/invariants/engine.ts';
import { asObject } from '@hilo/shared/invariants/rows.ts';
import type { Verdict } from '@hilo/shared/invariants/rule.ts';
import type { BlobParts, LoadPart } from '@hilo/shared/trace/blob.ts';
import type { BlobCut } from '@hilo/shared/trace/blob-schema.ts';
import type { TraceEvent, TraceEventOf } from '@hilo/shared/trace/events.ts';
import { lastClockOffset, storageAtStart } from '@hilo/shared/trace/load-facts.ts';
import type { MaskKey } from '@hilo/shared/trace/masking.ts';
import type { StorageEntry } from '@hilo/shared/trace/masking-events.ts';
import type { Load } from '../../model/session.ts';
import { historiesOf, keysAt } from '../storage/keys.ts';

/** What an export of loads needs of each. */
export type ExportedLoad = Pick<Load, 'traceId' | 'events' | 'lost' | 'letGo'>;

export interface AssembleChoice {
  includeText: boolean;
  /** 64 fresh random bits. */
  maskKey: MaskKey;
  madeAtMs: number;
}

/**
 * What a blob is made of, from what the panel knows alone, for pages that are gone: nobody can be asked for the screen
 * any more, and the storage is what the trace says. The last load is the one that the blob is about.
 */
export function partsOfLoads(loads: readonly ExportedLoad[], choice: AssembleChoice): BlobParts {
  const last = loads.at(-1);
  const events = last?.events ?? [];
  const own = ownOf(events);
  const cuts: BlobCut[] = [
    { what: 'screen', count: 1, bytes: null, why: 'the page could not be asked for it' },
    ...otherWitnesses(loads),
  ];
  return {
    ...choice,
    build: own.find(isLoad)?.build ?? '',
    madeBy: 'panel',
    environment: environmentOf(own),
    loads: loads.map((load) => partOf(load, load === last ? 'this' : 'previous')),
    storage: storageAtEnd(own),
    screen: null,
    ownTexts: [],
    judge: judgeEvents,
    cuts,
  };
}

/**
 * The widget's own account, the server's lines, and the faults that were switched on, which only the wire tells. What
 * else the wire heard repeats what the widget told. The faults are counted anew, so that their numbers have no hole.
 */
function partOf({ traceId, events, lost, letGo }: ExportedLoad, role: LoadPart['role']): LoadPart {
  const own = ownOf(events);
  const count = lost.count + letGo;
  return {
    traceId,
    role,
    storage: storageAtStart(own),
    events: [...own, ...events.filter((event) => event.witness === 'server'), ...faultsOf(events)],
    ...(count > 0 && { dropped: { count, bytes: lost.bytes } }),
  };
}

export function faultsOf(events: readonly TraceEvent[]): TraceEvent[] {
  return events
    .filter((event) => event.kind === 'fault' && event.witness === 'wire')
    .map((event, i) => ({ ...event, seq: i + 1 }));
}

function ownOf(events: readonly TraceEvent[]): TraceEvent[] {
  return events.filter((event) => event.witness === 'widget');
}

function isLoad(event: TraceEvent): event is TraceEventOf<'load'> {
  return event.kind === 'load';
}

function otherWitnesses(loads: readonly ExportedLoad[]): BlobCut[] {
  const isLeft = ({ witness, kind }: TraceEvent) =>
    witness === 'browser' || (witness === 'wire' && kind !== 'fault');
  const count = loads.reduce((sum, { events }) => sum + events.filter(isLeft).length, 0);
  const why = 'they tell again what the widget tells';
  return count > 0 ? [{ what: 'events of other witnesses', count, bytes: null, why }] : [];
}

function environmentOf(own: readonly TraceEvent[]): BlobParts['environment'] {
  const load = own.find(isLoad);
  return {
    userAgent: load?.userAgent ?? '',
    language: load?.language ?? '',
    locale: localeOf(own, load?.language ?? ''),
    timeZone: null,
    viewport: load?.viewport ?? { width: 0, height: 0 },
    url: load?.url ?? '',
    clockOffsetMs: lastClockOffset(own),
  };
}

/** As the company set it, or as the page's language has it. */
function localeOf(own: readonly TraceEvent[], language: string): string {
  for (const event of own) {
    if (event.kind !== 'response') continue;
    const widget = asObject<{ widget?: unknown }>(event.body)?.widget;
    const locale = asObject<{ locale?: unknown }>(widget)?.locale;
    if (locale === 'en' || locale === 'es') return locale;
    if (locale !== undefined) break;
  }
  return language.toLowerCase().startsWith('es') ? 'es' : 'en';
}

function storageAtEnd(own: readonly TraceEvent[]): StorageEntry[] {
  return keysAt(historiesOf(own), null).flatMap(({ history, now, present }) =>
    present ? [{ key: history.key, value: now?.value }] : [],
  );
}

/** What becomes of every promise in these events. Witnesses that repeat others are not judged. */
export function judgeEvents(events: readonly TraceEvent[]): Verdict[] {
  const judge = createJudge(catalogue);
  for (const event of events) if (event.witness === 'widget' || event.witness === 'server') judge.push(event);
  return judge.verdicts();
}
