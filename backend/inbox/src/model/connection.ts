import { limits } from '@hilo/shared/limits.ts';
import type { CatchUp, Connection } from './state.ts';

/** WebSockets do not get through: the inbox asks the server for news instead, until one does. */
export function isBlocked(connection: Connection): boolean {
  return connection.name === 'reconnecting' && connection.failures >= limits.socketFailuresBeforePolling;
}

/** What is wrong and what happens next, in words; null while all is well. `now`: the browser's clock. */
export function connectionWords(connection: Connection, catchUp: CatchUp, now: number): string | null {
  switch (connection.name) {
    case 'connecting':
      return 'Connecting …';
    case 'offline':
      return 'You are offline. What you send waits here and goes out when you are back.';
    case 'reconnecting': {
      const next = `Next try ${inSeconds(connection.retryAt, now)}.`;
      return isBlocked(connection)
        ? `Live updates are interrupted; asking for news every few seconds. ${next}`
        : `Connection lost. What you send waits here. ${next}`;
    }
    case 'stopped':
      return 'The server ended the connection. This page may be out of date: reload it, or try again.';
    case 'live':
      if (catchUp.name !== 'failed') return null;
      return `Connected, but unable to load what you missed. ${catchUp.failure.sentence} Next try ${inSeconds(catchUp.retryAt, now)}.`;
  }
}

function inSeconds(at: number, now: number): string {
  const seconds = Math.ceil((at - now) / 1000);
  return seconds <= 0 ? 'now' : `in ${seconds} s`;
}
