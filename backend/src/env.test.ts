import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EnvError, readEnv } from './env.ts';

describe('readEnv', () => {
  it('has a default for everything that can have one', () => {
    expect(readEnv({ HILO_PORT: '' })).toEqual({
      databaseUrl: null,
      port: 4100,
      host: null,
      publicOrigin: null,
      dataDir: resolve('.hilo'),
      trustedProxies: 0,
      logLevel: 'info',
      metricsToken: null,
      traceDays: 7,
      otlpEndpoint: null,
    });
  });

  it.each([
    [{ HILO_PORT: 'abc' }, 'unable to start; HILO_PORT must be a port from 0 to 65535 (it is "abc")'],
    [{ HILO_PORT: '70000' }, 'unable to start; HILO_PORT must be a port from 0 to 65535 (it is "70000")'],
    [
      { HILO_PUBLIC_ORIGIN: 'https://a.example/b' },
      'unable to start; HILO_PUBLIC_ORIGIN must be scheme and host without a path, like https://chat.example.com (it is "https://a.example/b")',
    ],
    [
      { DATABASE_URL: 'mysql://root:hunter2@db/x' },
      'unable to start; DATABASE_URL must be an address like postgres://user:password@host:5432/hilo',
    ],
    [
      { HILO_LOG_LEVEL: 'loud' },
      'unable to start; HILO_LOG_LEVEL must be one of debug, info, warn, error, silent (it is "loud")',
    ],
    [{ HILO_METRICS_TOKEN: 'short' }, 'unable to start; HILO_METRICS_TOKEN must have at least 16 characters'],
  ])('says in one sentence what is wrong with %o', (given, sentence) => {
    expect(() => readEnv(given)).toThrow(new EnvError(sentence));
  });
});
