import { describe, expect, it } from 'vitest';
import { baseTime, hourMs, makeConversation, makeHistory, minuteMs } from '../testing/make.ts';
import { connectionWords } from './connection.ts';
import {
  agoWords,
  contactName,
  dayWords,
  deviceWords,
  durationWords,
  historyWords,
  initials,
  stateWords,
} from './words.ts';

const dayMs = 24 * hourMs;

describe('words', () => {
  it('name a contact by what is known', () => {
    const contact = { contactId: '00000000-0000-4000-8000-0000000a3f2a', name: null, email: null };
    expect(contactName(contact)).toBe('Visitor 3f2a');
    expect(contactName({ ...contact, email: 'a@b.cc' })).toBe('a@b.cc');
    expect(contactName({ ...contact, name: 'Ana', email: 'a@b.cc' })).toBe('Ana');
  });

  it.each([
    ['Marta Ruiz', 'MR'],
    ['leo', 'L'],
    ['Ana María de la Cruz', 'AC'],
    ['👩‍🚀 Li', '👩L'],
    ['', ''],
  ])('shorten %j to %j', (name, expected) => {
    expect(initials(name)).toBe(expected);
  });

  it.each([
    [0, 'under a minute'],
    [59_000, 'under a minute'],
    [12 * minuteMs, '12 min'],
    [2 * hourMs, '2 h'],
    [2 * hourMs + 5 * minuteMs, '2 h 5 min'],
    [dayMs, '1 day'],
    [3.5 * dayMs, '3 days'],
  ])('say how long %d ms are', (ms, expected) => {
    expect(durationWords(ms)).toBe(expected);
  });

  it.each([
    [-5_000, 'now'],
    [30_000, 'now'],
    [5 * minuteMs, '5 min'],
    [3 * hourMs, '3 h'],
    [3 * dayMs, 'Mon'],
    [30 * dayMs, '10 Feb'],
    [400 * dayMs, '5 Feb 2025'],
  ])('say when it was, %d ms ago', (ms, expected) => {
    expect(agoWords(baseTime - ms, baseTime)).toBe(expected);
  });

  it('name days', () => {
    expect(dayWords(baseTime, baseTime)).toBe('Today');
    expect(dayWords(baseTime - dayMs, baseTime)).toBe('Yesterday');
    expect(dayWords(baseTime - 3 * dayMs, baseTime)).toBe('Monday 9 March');
  });

  it('say for how long somebody has been waiting, whoever has taken it', () => {
    const row = makeConversation(1, { waitingSince: baseTime - 5 * minuteMs });
    expect(stateWords(row, baseTime)).toBe('Waiting 5 min');
    expect(stateWords({ ...row, status: 'active' }, baseTime)).toBe('Active, waiting 5 min');
    expect(stateWords({ ...row, status: 'active', waitingSince: null }, baseTime)).toBe('Active');
    expect(stateWords({ ...row, status: 'solved' }, baseTime)).toBe('Solved');
  });

  it('tell a conversation’s history', () => {
    expect(historyWords(makeHistory(1, 0), 'Ana')).toBe('Ana started the conversation');
    const solved = makeHistory(1, 0, {
      cause: 'agent_solved',
      to: 'solved',
      actor: { kind: 'agent', name: 'Leo' },
    });
    expect(historyWords(solved, 'Ana')).toBe('Leo solved the conversation');
  });

  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36',
      'Chrome on Windows',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1',
      'Safari on iOS',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0', 'Firefox on Linux'],
    ['curl/8.5.0', 'curl/8.5.0'],
    ['', 'Unknown device'],
  ])('name the device of %j', (userAgent, expected) => {
    expect(deviceWords(userAgent)).toBe(expected);
  });
});

describe('the connection in words [B1]', () => {
  const idle = { name: 'idle' } as const;
  const failure = { code: 'network', sentence: 'No answer.', retryable: true, traceId: null } as const;

  it('says nothing while all is well', () => {
    expect(connectionWords({ name: 'live' }, idle, 0)).toBeNull();
  });

  it('says that it is connected but out of date, when catching up failed', () => {
    const words = connectionWords({ name: 'live' }, { name: 'failed', failure, retryAt: 4_000 }, 0);
    expect(words).toContain('unable to load what you missed');
    expect(words).toContain('in 4 s');
  });

  it.each([
    [{ name: 'offline' } as const],
    [{ name: 'stopped' } as const],
    [{ name: 'connecting' } as const],
    [{ name: 'reconnecting', failures: 1, retryAt: 0 } as const],
    [{ name: 'reconnecting', failures: 3, retryAt: 0 } as const],
  ])('has words for %j', (connection) => {
    expect(connectionWords(connection, idle, 0)).toBeTruthy();
  });
});
