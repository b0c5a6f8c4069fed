import type { Verdict } from '../invariants/rule.ts';
import type { Blob, BlobCut, BlobEvent, BlobLoad, BlobVerdict } from './blob-schema.ts';
import { checksumInSteps } from './checksum.ts';
import type { TraceEvent } from './events.ts';
import { findJudgedUntil, type JudgedUntil } from './judged-until.ts';
import { createMask, type MaskKey } from './masking.ts';
import { type CopyContext, plain } from './masking-copy.ts';
import {
  copyBuild,
  copyEntry,
  copyEvent,
  copyLanguage,
  copyUserAgent,
  type StorageEntry,
} from './masking-events.ts';
import { maskScreen } from './masking-screen.ts';
import { copyAddress } from './masking-urls.ts';
import { createSecrets } from './secrets.ts';
import { emptyTenFields, type TenFields } from './ten-fields.ts';

export interface LoadPart {
  traceId: string | null;
  role: BlobLoad['role'];
  /** Storage when the load began; null where unknown. */
  storage: readonly StorageEntry[] | null;
  /** In the order they are to stand: the widget's own first to last, then what other witnesses add. */
  events: readonly TraceEvent[];
  /** What the recorder no longer had. */
  dropped?: { count: number; bytes: number };
}

/** Everything a blob is made of, as it was recorded: nothing masked, no secret taken out. */
export interface BlobParts {
  build: string;
  madeBy: Blob['madeBy'];
  madeAtMs: number;
  environment: Blob['environment'];
  /** The previous load first. */
  loads: readonly LoadPart[];
  storage: readonly StorageEntry[];
  /** As `maskScreen` describes it; null where nothing was drawn. */
  screen: string | null;
  /** The widget's own words on the screen, in its language. */
  ownTexts: readonly string[];
  includeText: boolean;
  /** 64 fresh random bits. Not kept. */
  maskKey: MaskKey;
  /** Judges the events as they stand in the blob, up to when it was made; null where the judge is not at hand. */
  judge: ((events: readonly TraceEvent[], until: JudgedUntil | null) => readonly Verdict[]) | null;
  /** What else was cut, and why. */
  cuts?: readonly BlobCut[];
}

/** Assembles a blob: the one way to make one, wherever it is copied from. */
export function assembleBlob(parts: BlobParts): Blob {
  const steps = assembleInSteps(parts);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const eventsPerStep = 50;

/** The same a few milliseconds at a time, for a page that must not stand still meanwhile. */
export function* assembleInSteps(parts: BlobParts): Generator<undefined, Blob> {
  const to = contextOf(parts);
  const seen: TraceEvent[] = [];
  const loads: BlobLoad[] = [];
  let until: JudgedUntil | null = null;
  const cuts: BlobCut[] = [...(parts.cuts ?? [])];
  for (const part of parts.loads) {
    const { events, dropped, storage, traceId, role } = part;
    const copiedStorage = storage && copyStorage(storage, to);
    const copied: TraceEvent[] = [];
    for (const [i, event] of events.entries()) {
      const copy = copyEvent(event, to);
      if (copy) copied.push(copy);
      if (i % eventsPerStep === eventsPerStep - 1) yield undefined;
    }
    for (const event of copied) seen.push(event);
    until = role === 'this' ? findJudgedUntil(copied, parts) : null;
    if (dropped?.count) cuts.push({ what: 'events', ...dropped, why: 'the recorder was full' });
    loads.push({
      traceId: plain(traceId, to) as string | null,
      role,
      complete: isComplete(copied, dropped),
      storage: copiedStorage,
      ...intern(copied),
    });
    yield undefined;
  }
  const storage = copyStorage(parts.storage, to);
  const verdicts = parts.judge ? parts.judge(seen, until).map(toBlobVerdict) : [];
  yield undefined;
  const traceId = loads.at(-1)?.traceId ?? null;
  const rest: Omit<Blob, 'checksum'> = {
    format: 'hilo-debug-blob',
    version: 1,
    traceVersion: 1,
    build: copyBuild(parts.build, to) as string,
    madeBy: parts.madeBy,
    madeAt: parts.madeAtMs,
    traceId,
    fields: lastFields(seen, traceId),
    environment: copyEnvironment(parts.environment, to),
    textIncluded: parts.includeText,
    loads,
    storage,
    screen: parts.screen === null ? null : maskScreen(parts.screen, parts.ownTexts, to),
    verdicts,
    cuts: [...cuts, ...leftOut(to)],
    masked: maskedOf(to),
  };
  return { ...rest, checksum: yield* checksumInSteps(rest) };
}

function contextOf({ includeText, maskKey }: BlobParts): CopyContext {
  return {
    secrets: createSecrets(),
    mask: createMask(maskKey),
    includeText,
    masked: new Map(),
    left: new Map(),
    texts: new Map(),
    fields: new WeakMap(),
    fieldSets: new Map(),
  };
}

/** The device first: its token has to be known before a cache can be said to be written under it. */
function copyStorage(entries: readonly StorageEntry[], to: CopyContext): StorageEntry[] {
  for (const entry of entries) if (entry.key.startsWith('chatDevice-')) copyEntry(entry, to);
  return entries.map((entry) => copyEntry(entry, to));
}

/** Whether the widget's own account begins with the load and has no hole. */
function isComplete(events: readonly TraceEvent[], dropped: LoadPart['dropped']): boolean {
  const own = events.filter((event) => event.witness === 'widget');
  return (
    !dropped?.count &&
    own[0]?.kind === 'load' &&
    own.every((event, i) => event.seq === i + 1 && event.kind !== 'dropped')
  );
}

function intern(events: readonly TraceEvent[]): { fieldSets: TenFields[]; events: BlobEvent[] } {
  const indexes = new Map<TenFields, number>();
  const interned = events.map((event) => {
    const index = indexes.get(event.fields) ?? indexes.size;
    indexes.set(event.fields, index);
    return { ...event, fields: index } as BlobEvent;
  });
  return { fieldSets: [...indexes.keys()], events: interned };
}

/** The ten fields after the load's last event of the widget's own. */
function lastFields(events: readonly TraceEvent[], traceId: string | null): TenFields {
  const own = events.filter((event) => event.witness === 'widget' && event.fields.traceId === traceId);
  return { ...emptyTenFields, traceId, ...own.at(-1)?.fields };
}

function copyEnvironment(environment: Blob['environment'], to: CopyContext): Blob['environment'] {
  const { userAgent, language, locale, timeZone, viewport, url, clockOffsetMs } = environment;
  return {
    userAgent: (copyUserAgent(userAgent, to) as string | null) ?? '',
    language: (copyLanguage(language, to) as string | null) ?? '',
    locale: (copyLanguage(locale, to) as string | null) ?? '',
    timeZone:
      timeZone !== null && /^[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)*$/.test(timeZone)
        ? to.secrets.scrub(timeZone)
        : null,
    viewport: { width: viewport.width, height: viewport.height },
    url: (copyAddress(url, to) as string | null) ?? '',
    clockOffsetMs: plain(clockOffsetMs, to) as number | null,
  };
}

function toBlobVerdict(verdict: Verdict): BlobVerdict {
  const { id, requirement, severity, promise } = verdict.rule;
  return {
    ruleId: id,
    requirement,
    severity,
    promise,
    status: verdict.status,
    exercised: verdict.exercised,
    violations: verdict.violations.map(({ traceId, t, evidence, detail }) => ({
      traceId,
      t,
      evidence: [...evidence],
      detail,
    })),
    violationsDropped: verdict.violationsDropped,
    dueInMs: verdict.dueInMs,
  };
}

function leftOut(to: CopyContext): BlobCut[] {
  return [...to.left].map(([what, count]) => ({
    what,
    count,
    bytes: null,
    why: 'only what is on the list is copied',
  }));
}

function maskedOf(to: CopyContext): Blob['masked'] {
  const secrets = to.secrets.count();
  const texts = [...to.masked].map(([what, count]) => ({ what, count }));
  return secrets > 0 ? [...texts, { what: 'secret', count: secrets }] : texts;
}
