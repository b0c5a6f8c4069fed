import type { TraceEventOf } from '@hilo/shared/trace/events.ts';
import type { Follow } from './follow.ts';
import { replace } from './replace.ts';

/** Which bytes give this value to the widget that asks for so many: an id of one kind or another, or a token. */
function bytesFor(value: string, count: number): Uint8Array | undefined {
  if (/^[\w-]{43}$/.test(value)) {
    const text = atob(`${value.replace(/-/g, '+').replace(/_/g, '/')}=`);
    return count === 32 ? Uint8Array.from(text, (char) => char.charCodeAt(0)) : undefined;
  }
  const hex = value.replace(/-/g, '');
  if (count !== uuidPattern.length || !/^[0-9a-f]{32}$/.test(hex)) return undefined;
  const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  // A UUID draws a byte for each of its characters, and lays it over the pattern of version 4.
  return Uint8Array.from(uuid, (digit, at) => {
    const fixed = Number.parseInt(uuidPattern[at] as string, 16);
    return Number.isNaN(fixed) ? 0 : fixed ^ Number.parseInt(digit, 16);
  });
}

const uuidPattern = '10000000-1000-4000-8000-100000000000';
const fraction = /^[01](?:\.\d+)?$/;

/**
 * Replaces what draws random values by what was drawn when it was recorded: the next value of as many bytes, in order.
 * What was not recorded made no difference; it is filled with a count, so that nothing is drawn twice.
 */
export function replaceChance(follow: Follow): void {
  const drawn = follow.recorded.filter((event): event is TraceEventOf<'random'> => event.kind === 'random');
  const waiting = drawn.map(({ value }) => value);
  const take = (is: (value: string) => boolean): string | undefined => {
    const at = waiting.findIndex(is);
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  };
  let count = 0;

  replace(crypto, 'getRandomValues', <Target extends ArrayBufferView>(target: Target): Target => {
    const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
    const value = take((one) => bytesFor(one, bytes.length) !== undefined);
    if (value !== undefined) bytes.set(bytesFor(value, bytes.length) as Uint8Array);
    else new DataView(bytes.buffer, bytes.byteOffset, bytes.length).setUint32(bytes.length - 4, ++count);
    return target;
  });
  replace(Math, 'random', () => Number(take((one) => fraction.test(one)) ?? 0.5));
}
