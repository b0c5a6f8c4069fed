import type { Answer, Command, FromBackground, FromDocument, ToDocument } from '../../channel/messages.ts';
import type { Source, SourceListener } from './source.ts';

/** The part of a browser's port that is needed. */
export interface PanelPort {
  postMessage(message: ToDocument): void;
  onMessage: { addListener(listener: (message: unknown) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
  disconnect(): void;
}

export interface LiveSourceOptions {
  /** Opens a port; throws where the extension is gone. */
  connect: () => PanelPort;
  setTimeout: (run: () => void, ms: number) => unknown;
  /** Hears each request that the browser recorded, while DevTools is open. Returns the function that ends it. */
  record?: (listener: (entry: unknown) => void) => () => void;
}

/** Waits between connections that fail: doubled each time. */
export const reconnectMsMin = 100;
export const reconnectMsMax = 5_000;
/** How long a document may take to answer a command; a debug blob with the server's lines takes longest. */
export const commandMsMax = 30_000;

const gone = 'Unable to ask the page; it was left, or the extension is connecting. Try again in a moment.';
const late = 'Unable to wait longer; the page did not answer. Reload it, then try again.';

/**
 * A live tab. Reconnects by itself, and after each connection asks every document for what came after the last record
 * that was taken, so that the worker's end costs nothing.
 */
export function createLiveSource({ connect, setTimeout, record }: LiveSourceOptions): Source {
  const waiting = new Map<number, (answer: Answer) => void>();
  let port: PanelPort | null = null;
  let lastCommandId = Math.floor(Date.now() % 1_000_000) * 1_000;

  const post = (message: ToDocument): boolean => {
    try {
      port?.postMessage(message);
      return port !== null;
    } catch {
      return false;
    }
  };

  const failAll = () => {
    for (const answer of waiting.values()) answer({ ok: false, sentence: gone });
    waiting.clear();
  };

  return {
    subscribe(listener, heardUpTo) {
      let attempt = 0;
      let ended = false;
      const replay = (documentId: string) =>
        post({ type: 'replay', documentId, after: heardUpTo(documentId) });

      const hear = (message: FromDocument | FromBackground) => {
        attempt = 0;
        if (message.type === 'hello') {
          listener.link({ name: 'live' });
          listener.others(message.others);
          for (const document of message.documents) {
            listener.message({ type: 'document', document, lastN: 0, dropped: { count: 0, bytes: 0 } });
            replay(document.documentId);
          }
        } else if (message.type === 'grants') listener.grants(message.origins);
        else if (message.type === 'others') listener.others(message.others);
        else if (message.type === 'answer') settle(message);
        else {
          listener.message(message);
          if (message.type === 'document' && message.lastN > heardUpTo(message.document.documentId))
            replay(message.document.documentId);
        }
      };

      const settle = (message: FromDocument & { type: 'answer' }) => {
        waiting.get(message.commandId)?.(message.answer);
        waiting.delete(message.commandId);
      };

      const open = () => {
        if (ended) return;
        try {
          const opened = connect();
          port = opened;
          opened.onMessage.addListener((message) => {
            if (port === opened && isMessage(message)) hear(message);
          });
          opened.onDisconnect.addListener(() => {
            if (port !== opened) return;
            port = null;
            failAll();
            again(listener);
          });
        } catch {
          // The browser refuses ports of an extension that was updated or removed, and will go on doing so.
          port = null;
          listener.link({ name: 'orphaned' });
        }
      };

      const again = (to: SourceListener) => {
        if (ended) return;
        attempt++;
        to.link({ name: 'lost', attempt });
        setTimeout(open, Math.min(reconnectMsMax, reconnectMsMin * 2 ** (attempt - 1)));
      };

      listener.link({ name: 'connecting' });
      open();
      const stopRecording = record?.((entry) => listener.recorded(entry));
      return () => {
        ended = true;
        stopRecording?.();
        const open = port;
        port = null;
        failAll();
        open?.disconnect();
      };
    },

    command(documentId: string, command: Command) {
      const commandId = ++lastCommandId;
      return new Promise<Answer>((resolve) => {
        if (!post({ type: 'command', documentId, commandId, command })) {
          resolve({ ok: false, sentence: gone });
          return;
        }
        waiting.set(commandId, resolve);
        setTimeout(() => {
          if (waiting.delete(commandId)) resolve({ ok: false, sentence: late });
        }, commandMsMax);
      });
    },
  };
}

function isMessage(message: unknown): message is FromDocument | FromBackground {
  return typeof message === 'object' && message !== null && 'type' in message;
}
