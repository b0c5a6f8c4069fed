import picocolors from 'picocolors';
import type { PrettyOptions } from 'pino-pretty';

/** How operations look at a terminal: what, how it went, how long, and who; the rest is in the JSON lines. */
export const prettyOptions: PrettyOptions = {
  colorize: picocolors.isColorSupported,
  ignore: 'level,time',
  hideObject: true,
  messageFormat: (line) => formatForPeople(line as Record<string, unknown>),
  customPrettifiers: {},
};

/** One operation, or one sentence, as a person at a terminal reads it. */
export function formatForPeople(line: Record<string, unknown>): string {
  const time = picocolors.dim(String(line['time'] ?? '').slice(11, 19));
  const err = line['err'] as { stack?: string } | undefined;
  const stack = err?.stack ? `\n${picocolors.red(err.stack)}` : '';
  if (typeof line['operation'] !== 'string') return `${time} ${line['msg'] ?? ''}${stack}`;
  const outcome = String(line['outcome'] ?? '');
  const paint =
    outcome === 'ok' ? picocolors.green : outcome === 'failed' ? picocolors.red : picocolors.yellow;
  if (outcome === 'pending') return picocolors.dim(`${time} ${line['operation'].padEnd(18)} …`);
  const result = typeof line['errorCode'] === 'string' ? line['errorCode'] : outcome;
  const who = [
    ['conversation', line['conversationId']],
    ['contact', line['contactId']],
  ].flatMap(([name, id]) => (typeof id === 'string' ? [`${name} ${id.slice(-4)}`] : []));
  const tail = picocolors.dim([`${line['durationMs']} ms`, ...who].join(' · '));
  return `${time} ${line['operation'].padEnd(18)} ${paint(result)} ${tail}${stack}`;
}
