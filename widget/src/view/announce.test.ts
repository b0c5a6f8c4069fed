import type { Conversation } from '@hilo/shared/protocol/shapes.ts';
import { expect, test } from 'vitest';
import { newsOf } from './announce.ts';
import { closed, conversation, headed, knowing, type Line, thread } from './gallery/fixture-data.ts';

const line = (who: string | null, body: string): Line => [who, body, 0];
const withLines = (...lines: Line[]): Conversation => {
  const base = conversation(10);
  return headed(base, thread(base.conversationId, lines));
};
const one = knowing(closed, [withLines(line('Ana', 'Hello'))]);

test('the first load is silent', () => {
  expect(newsOf(null, one)).toEqual([]);
  expect(newsOf({ ...closed, view: { ...closed.view, contactId: null } }, one)).toEqual([]);
});

test('a new agent message is announced once, with who says it', () => {
  const two = knowing(closed, [
    {
      ...withLines(line('Ana', 'Hello'), line('Ana', 'Are you there?')),
      assignee: { agentId: 'a', name: 'Ana' },
    },
  ]);
  expect(newsOf(one, two)).toEqual(['Ana: Are you there?']);
  expect(newsOf(two, two)).toEqual([]);
});

test('a conversation that an agent starts is announced', () => {
  expect(newsOf(closed, one)).toEqual(['Olivo & Co.: Hello']);
});

test('own messages, and another contact’s, are not', () => {
  expect(newsOf(one, knowing(closed, [withLines(line('Ana', 'Hello'), line(null, 'Hi'))]))).toEqual([]);
  const other = { ...one, view: { ...one.view, contactId: 'somebody else' } };
  expect(newsOf(closed, other)).toEqual([]);
});
