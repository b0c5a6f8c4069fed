import type { Contact, Conversation, WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import { sealOf } from '@hilo/shared/trace/cache-seal.ts';
import type { Device } from './model.ts';

/**
 * What storage holds, read with suspicion: another script, an older build or a person may have written it. Each
 * reader answers undefined for anything that is not ours, and the caller removes the key.
 */

const charsMax = 400_000;

export type Loose = Record<string, unknown>;

export function loose(value: unknown): Loose {
  return typeof value === 'object' && value ? (value as Loose) : {};
}

export function parse(raw: string | null): Loose {
  try {
    return loose(raw && raw.length < charsMax && JSON.parse(raw));
  } catch {
    return {};
  }
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value);
}

export function readDevice(raw: string | null): Device | undefined {
  const { deviceId, token } = parse(raw);
  if (!isId(deviceId)) return undefined;
  return { deviceId, token: typeof token === 'string' && /^[\w-]{43}$/.test(token) ? token : null };
}

/** The last snapshot, drawn until the server has answered, and where the person was. Never a source (R2.C). */
export interface Cache {
  readonly config: WidgetConfig;
  readonly contactId: string | null;
  readonly contact: Contact | null;
  readonly version: number;
  readonly conversations: readonly Conversation[];
  readonly sessions: Readonly<Record<string, string>>;
  readonly drafts: Readonly<Record<string, string>>;
  readonly open: boolean;
  readonly screen: 'home' | 'messages' | 'thread';
  readonly focusId: string | null;
  readonly soundOn: boolean;
}

/**
 * `token` is the one it belongs to: another visitor's cache does not fit. The seal over all of it is what tells ours
 * from anything else, so that its contents need no look; the number in it changes with their shape.
 */
export function readCache(raw: string, widgetId: string, token: string): Cache | undefined {
  const { seal, cache } = parse(raw);
  return seal === sealOf(widgetId, token, cache) ? (cache as Cache) : undefined;
}

export function writeCache(widgetId: string, token: string, cache: Cache): string {
  return JSON.stringify({ seal: sealOf(widgetId, token, cache), cache });
}
