import { describe, expect, it } from 'vitest';
import type { ApiCall } from '../core/events.ts';
import { readInput } from './input.ts';

const socket = { socketId: 1, path: '/ws', code: null, reason: null, wasClean: null, reconnect: false };

describe('[R1.4] a call of the page, in the trace', () => {
  it.each<[ApiCall, unknown[]]>([
    [{ name: 'newChat' }, []],
    [{ name: 'debug', on: true }, [true]],
    [{ name: 'debug', on: null }, [null]],
    [{ name: 'update', locale: 'es', consent: false }, [{ locale: 'es', consent: false }]],
  ])('%j can be made again with what it was given', (api, args) => {
    expect(readInput({ type: 'called', call: 1, api } as never, socket)).toEqual({
      kind: 'api',
      method: api.name,
      args,
    });
  });
});
