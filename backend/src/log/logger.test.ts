import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLog, describeError } from './logger.ts';
import { formatForPeople } from './pretty-options.ts';

function collect(): { lines: Record<string, unknown>[]; destination: Writable } {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(JSON.parse(String(chunk)) as Record<string, unknown>);
      done();
    },
  });
  return { lines, destination };
}

describe('createLog', () => {
  it('writes one JSON object per line, with level and time in words', () => {
    const { lines, destination } = collect();
    createLog({ level: 'info', destination }).info({ operation: 'sync' });
    expect(lines).toEqual([
      { level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), operation: 'sync' },
    ]);
  });

  it('never writes what drivers hang on their errors', () => {
    const { lines, destination } = collect();
    const cause = Object.assign(new Error('duplicate key'), {
      detail: 'Key (email)=(ana@example.com) already exists.',
      code: '23505',
      constraint: 'agents_email_key',
    });
    const error = Object.assign(new Error('Query failed.', { cause }), {
      sql: 'INSERT INTO visitor_tokens VALUES ($1)',
      values: ['secret-token'],
    });
    createLog({ level: 'info', destination }).error({ err: error }, 'broke');
    const text = JSON.stringify(lines);
    expect(text).not.toContain('secret-token');
    expect(text).not.toContain('ana@example.com');
    expect(lines[0]).toMatchObject({
      err: { message: 'Query failed.', cause: { code: '23505', constraint: 'agents_email_key' } },
    });
  });

  it('describes what is thrown without being an error', () => {
    expect(describeError('no')).toEqual({ type: 'string', message: 'no' });
  });
});

describe('formatForPeople', () => {
  it('says what, how it went, how long, and whose', () => {
    const text = formatForPeople({
      time: '2026-01-02T03:04:05.678Z',
      operation: 'send_message',
      outcome: 'refused',
      errorCode: 'another_open',
      durationMs: 3.1,
      conversationId: '0191d3a0-0000-7000-8000-00000000abcd',
    });
    expect(text).toContain('03:04:05');
    expect(text).toContain('send_message');
    expect(text).toContain('another_open');
    expect(text).toContain('3.1 ms · conversation abcd');
  });

  it('shows a sentence as it is', () => {
    expect(formatForPeople({ time: '', msg: 'hello' })).toContain('hello');
  });
});
