import { uuid, visitorToken } from '@hilo/shared/protocol/text.ts';
import { describe, expect, it } from 'vitest';
import { randomToken, randomUuid } from './random.ts';

describe('random values', () => {
  it('are what the protocol takes, and differ', () => {
    const ids = Array.from({ length: 500 }, randomUuid);
    const tokens = Array.from({ length: 500 }, randomToken);
    for (const id of ids) uuid.parse(id);
    for (const token of tokens) visitorToken.parse(token);
    expect(new Set([...ids, ...tokens]).size).toBe(1_000);
  });
});
