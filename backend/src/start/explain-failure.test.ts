import { describe, expect, it } from 'vitest';
import { EnvError } from '../env.ts';
import { explainFailure } from './explain-failure.ts';

const failure = (fields: object, message = 'it broke') => Object.assign(new Error(message), fields);

describe('explainFailure', () => {
  it.each([
    [new EnvError('unable to start; HILO_PORT is wrong'), 'unable to start; HILO_PORT is wrong'],
    [
      failure({ syscall: 'listen', code: 'EADDRINUSE', port: 4100 }),
      'unable to start; port 4100 is in use. Set HILO_PORT to another one',
    ],
    [
      failure({ syscall: 'listen', code: 'EACCES', port: 80 }),
      'unable to start; port 80 needs more rights. Set HILO_PORT to one above 1023',
    ],
    [
      failure({ syscall: 'listen', code: 'EADDRNOTAVAIL', address: '203.0.113.1' }),
      'unable to start; 203.0.113.1 is no address of this machine. Set HILO_HOST to one',
    ],
    [
      failure({ cause: failure({ code: 'ECONNREFUSED' }, 'connect ECONNREFUSED 127.0.0.1:1') }),
      'unable to reach the database; connect ECONNREFUSED 127.0.0.1:1. Is DATABASE_URL right, and the database running?',
    ],
    [
      failure({ code: '28P01' }, 'password authentication failed for user "hilo"'),
      'unable to use the database; password authentication failed for user "hilo". Is DATABASE_URL right?',
    ],
    [
      failure({ cause: failure({ code: '42P01' }) }),
      'unable to use the database; it is not migrated. Run: hilo migrate',
    ],
  ])('%s', (error, sentence) => {
    expect(explainFailure(error)).toBe(sentence);
  });

  it('shows all there is of what nobody foresaw', () => {
    expect(explainFailure(new Error('surprise'))).toContain('explain-failure.test.ts');
    expect(explainFailure('surprise')).toBe('surprise');
  });
});
