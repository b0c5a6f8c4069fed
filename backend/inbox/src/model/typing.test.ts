import { describe, expect, it } from 'vitest';
import { idOf, leo, makeMessage, marta } from '../testing/make.ts';
import { markTyping, typingEndsWith, typingNow, typingWords } from './typing.ts';

const id = idOf('conversation', 1);
const visitor = { who: 'visitor', name: null, until: 100 };

describe('typing [H4]', () => {
  it('ends by itself when nothing more is heard', () => {
    const typing = markTyping({}, id, visitor, true);
    expect(typingNow(typing, id, 99)).toHaveLength(1);
    expect(typingNow(typing, id, 100)).toEqual([]);
  });

  it('belongs to one conversation', () => {
    expect(typingNow(markTyping({}, id, visitor, true), idOf('conversation', 2), 0)).toEqual([]);
  });

  it('ends when its message arrives, and when it is said to end', () => {
    const typing = markTyping({}, id, visitor, true);
    expect(typingNow(typingEndsWith(typing, [makeMessage(1, 1)]), id, 0)).toEqual([]);
    expect(typingNow(typingEndsWith(typing, [makeMessage(1, 1, { by: marta })]), id, 0)).toHaveLength(1);
    expect(typingNow(markTyping(typing, id, visitor, false), id, 0)).toEqual([]);
  });

  it('names everybody who types', () => {
    const colleague = { who: leo.agentId, name: leo.name, until: 1 };
    expect(typingWords([], 'Ana')).toBe('');
    expect(typingWords([visitor], 'Ana')).toBe('Ana is typing');
    expect(typingWords([visitor, colleague], 'Ana')).toBe('Ana and Leo Prado are typing');
  });
});
