import { learn, type Operation } from '../log/operation-line.ts';
import type { RawInput } from './read-input.ts';

const fromInput = ['widgetId', 'deviceId', 'contactId', 'conversationId', 'sessionId'] as const;

/** What a validated request says of the ten fields, known before its command runs and also where it fails. */
export function learnInput(operation: Operation, { params, query, body }: RawInput): void {
  const given: Record<string, unknown> = { ...record(query), ...record(body), ...record(params) };
  for (const name of fromInput) {
    const value = given[name];
    if (typeof value === 'string') learn(operation, { [name]: value });
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
