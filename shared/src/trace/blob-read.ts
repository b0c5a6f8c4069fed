import { limits } from '../limits.ts';
import { type BlobRefusal, refuseBlob } from './blob-errors.ts';
import { countMembers, findUnfit, isFit, isFitName, scanDepth } from './blob-guard.ts';
import { type Blob, type BlobLoad, blobFormat, blobSchema, blobVersion } from './blob-schema.ts';
import { checksumOf } from './checksum.ts';
import type { TraceEvent } from './events.ts';
import { fastShapeOf } from './fast-shape.ts';
import { migrateBlob } from './migrations.ts';

export type BlobReading = { ok: true; blob: Blob } | BlobRefusal;

type Loose = Record<string, unknown>;

/**
 * Reads a blob from its text (as copied: also between Markdown fences) or from what JSON.parse made of it. Strict:
 * the checksum must match and every member must be as the format says. Whatever comes, it answers; it never throws.
 */
export function readBlob(input: unknown): BlobReading {
  try {
    return typeof input === 'string' ? readText(input) : readValue(input);
  } catch (error) {
    // Objects of a page can throw from any member; JSON never does.
    return refuseBlob(
      'wrong_shape',
      error instanceof RangeError ? 'too much at once' : 'a member cannot be read',
    );
  }
}

/**
 * The same from text, for pages that must not stand still. `checksum` is what the text's blob should have, computed
 * beside this from the same text (`canonicalBytes`); null where that failed, and it is computed here. `pause` is awaited
 * between what takes long. `meanwhile` is called with a blob of the right shape before its checksum is known, for what can
 * be prepared of it: it counts only if this resolves with the same one. It never rejects unless one of them does.
 */
export async function readBlobWithChecksum(
  input: string,
  checksum: Promise<string | null>,
  pause: () => Promise<void>,
  meanwhile: (blob: Blob) => Promise<void> = async () => {},
): Promise<BlobReading> {
  const value = parseText(input);
  if (isRefusal(value)) return value;
  await pause();
  const opened = openValue(value.parsed, value.members);
  if (!opened.ok) return opened;
  // It counts only if the checksum is right.
  if (opened.isBlob) await meanwhile(opened.value as unknown as Blob);
  const computed = (await checksum) ?? checksumOf(opened.rest);
  await pause();
  return closeValue(opened, computed);
}

function readText(input: string): BlobReading {
  const value = parseText(input);
  return isRefusal(value) ? value : readValue(value.parsed, value.members);
}

interface Parsed {
  parsed: unknown;
  /** How many are written in the text. */
  members: number;
}

function isRefusal(value: BlobRefusal | Parsed): value is BlobRefusal {
  return 'ok' in value;
}

function parseText(input: string): BlobRefusal | Parsed {
  if (input.length > limits.blobCharsMax) return refuseBlob('too_large');
  const text = withoutFence(input);
  if (text === '') return refuseBlob('empty');
  const { deepest, open, members } = scanDepth(text);
  if (deepest > limits.blobDepthMax) return refuseBlob('too_deep');
  try {
    return { parsed: JSON.parse(text), members };
  } catch {
    const isOurs = text.startsWith('{') && text.slice(0, 1_000).includes(blobFormat);
    return refuseBlob(open && isOurs ? 'truncated' : 'not_json');
  }
}

function readValue(value: unknown, members?: number): BlobReading {
  const opened = openValue(value, members);
  return opened.ok ? closeValue(opened, checksumOf(opened.rest)) : opened;
}

interface Opened {
  ok: true;
  value: Loose;
  /** All but the checksum: what it is of. */
  rest: Loose;
  version: number;
  /** Its shape was found to be right. */
  isBlob: boolean;
}

/** What can be said before the checksum is known. `members`: how many its text has; none where it is of no text. */
function openValue(value: unknown, members?: number): Opened | BlobRefusal {
  const mayShare = members === undefined;
  // One look at all of it says both. Where it does not, it says not why, nor can it look at a value with a circle in it.
  const isRight = !mayShare && isBlob(value);
  const unfit = isRight ? undefined : findUnfit(value, mayShare);
  if (unfit) return refuseBlob(unfit);
  if (typeof value !== 'object' || value === null || (value as Loose)['format'] !== blobFormat) {
    return refuseBlob('not_a_blob');
  }
  const { checksum: _given, ...rest } = value as Loose;
  const version = rest['version'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    return refuseBlob('unknown_version');
  if (version > blobVersion)
    return refuseBlob('newer_version', `version ${version}, this one reads ${blobVersion}`);
  // The checksum is of what was parsed, and cannot tell.
  if (members !== undefined && countMembers(value) !== members)
    return refuseBlob('hostile', 'a member is there twice');
  return { ok: true, value: value as Loose, rest, version, isBlob: isRight };
}

function closeValue({ value, version, isBlob: isRight }: Opened, checksum: string): BlobReading {
  if (value['checksum'] !== checksum) return refuseBlob('edited');
  const current = migrateBlob(value, blobVersion);
  if (!current) return refuseBlob('unknown_version');
  // A migrated blob is another text: it is sealed anew, so that it can be written and read again.
  const { checksum: _old, ...content } = current;
  const whole = version === blobVersion ? value : { ...content, checksum: checksumOf(content) };
  if (!isRight && !isBlob(whole)) {
    // Slower, and says why.
    const issue = blobSchema.safeParse(whole).error?.issues[0];
    const why = issue ? `at /${issue.path.join('/')}: ${issue.message}` : findWrongIndex(whole);
    return refuseBlob('wrong_shape', why);
  }
  return { ok: true, blob: whole as unknown as Blob };
}

let fitsBlob: ((value: unknown) => boolean) | undefined;

function isBlob(value: unknown): boolean {
  fitsBlob ??= fastShapeOf(blobSchema, { value: isFit, name: isFitName });
  return fitsBlob(value) && findWrongIndex(value as Blob) === undefined;
}

/** Of a value that is a blob but for that. */
function findWrongIndex(value: unknown): string | undefined {
  for (const [n, load] of (value as Blob).loads.entries()) {
    const at = load.events.findIndex((event) => event.fields >= load.fieldSets.length);
    if (at >= 0) return `at /loads/${n}/events/${at}/fields: no such set`;
  }
  return undefined;
}

const fence = /^```[a-z]*\s*\n([\s\S]*?)\n?```$/;

function withoutFence(input: string): string {
  const text = input.replace(/^\uFEFF/, '').trim();
  return text.startsWith('```') ? (fence.exec(text)?.[1] ?? text).trim() : text;
}

/** The events of a load with their ten fields whole again, as they were recorded. */
export function eventsOf(load: BlobLoad): TraceEvent[] {
  return load.events.map(
    (event) => ({ ...event, fields: load.fieldSets[event.fields] }) as unknown as TraceEvent,
  );
}
