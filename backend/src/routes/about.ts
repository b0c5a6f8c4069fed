import type { CommandResult } from '../commands/contract.ts';
import type { About } from '../log/operation-line.ts';
import type { RawInput } from './read-input.ts';

/** What a line may say of a request beyond the ten fields: ids and choices, all validated. Never text, never a token. */
const fromBody = [
  'clientMessageId',
  'clientStartId',
  'clientNoteId',
  'lastReadMessageId',
  'intent',
  'replacesConversationId',
  'cycle',
] as const;
const fromAnswer = ['created', 'duplicate', 'switched', 'mergedContactId', 'kind', 'reason'] as const;

export function aboutInput({ body }: RawInput): About {
  return pick(body, fromBody);
}

/** What came of it: the steps that statuses took, and the version the contact is at. */
export function aboutResult(result: CommandResult<unknown>): About {
  const { changes } = record(result.answer);
  const version = record(changes)['version'];
  const statusChanges = stepsOf(result);
  return {
    ...pick(result.answer, fromAnswer),
    ...(typeof version === 'number' && version > 0 ? { version } : {}),
    ...(statusChanges.length > 0 ? { statusChanges } : {}),
  };
}

/** A conversation's start is told to agents with its first message, but it is not that message's doing. */
function stepsOf({ statusChanges, happenings }: CommandResult<unknown>) {
  const told = happenings.flatMap((what) => (what.kind === 'inbox' ? what.change.history : []));
  const steps = statusChanges ?? told.filter((step) => step.cause !== 'started');
  return steps.map(({ conversationId, from, to, cause }) => ({ conversationId, from, to, cause }));
}

function pick(value: unknown, names: readonly string[]): About {
  const from = record(value);
  return Object.fromEntries(
    names.flatMap((name) => (from[name] === undefined || from[name] === null ? [] : [[name, from[name]]])),
  );
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
