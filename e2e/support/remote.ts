import { once } from 'node:events';
import WebSocket from 'ws';

/**
 * A browser's side of a protocol to control it from outside: commands with their answers. WebDriver BiDi
 * (https://w3c.github.io/webdriver-bidi/) in Firefox, CDP (https://chromedevtools.github.io/devtools-protocol/) in Chromium.
 */
export interface Remote {
  /**
   * `sessionId`: CDP's, of the page that it is for. Rejects with the browser's own words where it refuses, and where it
   * takes too long.
   */
  send<Result>(method: string, params?: object, sessionId?: string): Promise<Result>;
  close(): void;
}

const answerMsMax = 30_000;

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** What is no answer is an event, and nobody listens. */
interface Message {
  id?: number | null;
  result?: unknown;
  /** BiDi's names it, CDP's is an object. */
  error?: string | { message: string };
  message?: string;
}

export async function connectRemote(address: string): Promise<Remote> {
  const socket = new WebSocket(address);
  await once(socket, 'open');
  const waiting = new Map<number, Waiting>();
  socket.on('message', (data) => settle(waiting, JSON.parse(String(data)) as Message));
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the browser closed the connection'));
    waiting.clear();
  });
  let sent = 0;
  return {
    send<Result>(method: string, params: object = {}, sessionId?: string) {
      sent += 1;
      const id = sent;
      return new Promise<Result>((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new Error(`${method} took more than ${answerMsMax} ms`));
        }, answerMsMax);
        const end = () => clearTimeout(timer);
        waiting.set(id, {
          resolve: (result) => {
            end();
            resolve(result as Result);
          },
          reject: (error) => {
            end();
            reject(new Error(`${method}: ${error.message}`));
          },
        });
        socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
      });
    },
    close: () => socket.close(),
  };
}

function settle(waiting: Map<number, Waiting>, { id, result, error, message }: Message): void {
  if (id === undefined || id === null) return;
  const entry = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) entry?.resolve(result);
  else entry?.reject(new Error(typeof error === 'string' ? `${error}, ${message}` : error.message));
}
