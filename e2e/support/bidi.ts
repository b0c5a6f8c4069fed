import { once } from 'node:events';
import WebSocket from 'ws';

/** A browser's side of WebDriver BiDi (https://w3c.github.io/webdriver-bidi/): commands with their answers. */
export interface Bidi {
  /** Rejects with the browser's own words where it refuses, and where it takes too long. */
  send<Result>(method: string, params?: object): Promise<Result>;
  close(): void;
}

const answerMsMax = 30_000;

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

type Message =
  | { type: 'success'; id: number; result: unknown }
  | { type: 'error'; id: number | null; error: string; message: string }
  | { type: 'event' };

export async function connectBidi(address: string): Promise<Bidi> {
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
    send<Result>(method: string, params: object = {}) {
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
        socket.send(JSON.stringify({ id, method, params }));
      });
    },
    close: () => socket.close(),
  };
}

function settle(waiting: Map<number, Waiting>, message: Message): void {
  if (message.type === 'event' || message.id === null) return;
  const entry = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.type === 'success') entry?.resolve(message.result);
  else entry?.reject(new Error(`${message.error}, ${message.message}`));
}
