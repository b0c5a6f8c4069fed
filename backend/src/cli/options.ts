import { InvalidArgumentError } from 'commander';

const unitMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `30m`, `24h` or `7d`, in milliseconds. */
export function parseDurationMs(text: string): number {
  const match = /^(\d{1,6})([smhd])$/.exec(text);
  const ms = Number(match?.[1]) * (unitMs[match?.[2] ?? ''] ?? Number.NaN);
  if (!(ms > 0)) throw new InvalidArgumentError('Give a time like 90s, 30m, 24h or 7d.');
  return ms;
}

/** An option that may be given several times. */
export function collect(text: string, before: string[] = []): string[] {
  return [...before, text];
}

type PrechatField = { name: 'name' | 'email' | 'phone'; required: boolean };

/** `name,email,phone?`: what is asked before a chat; a question mark makes it optional. `none` asks nothing. */
export function parsePrechat(text: string): PrechatField[] {
  if (text === 'none') return [];
  return text.split(',').map((part) => {
    const match = /^(name|email|phone)(\?)?$/.exec(part.trim());
    if (!match) throw new InvalidArgumentError('Give fields like name,email,phone? or none.');
    return { name: match[1] as PrechatField['name'], required: match[2] === undefined };
  });
}

export function parseUuid(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) {
    throw new InvalidArgumentError('A contact id is a UUID in lower case.');
  }
  return text;
}

/** `on` or `off`. */
export function parseSwitch(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw new InvalidArgumentError('Give on or off.');
  return text === 'on';
}
