import { documentPort } from '../channel/messages.ts';
import type { PageCommand } from '../channel/page-port.ts';

/** The part of an extension's port that is used here. */
export interface RuntimePort {
  postMessage(message: unknown): void;
  disconnect(): void;
  onMessage: { addListener(listener: (message: never) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
}

export interface RelayOptions {
  /** Absent once the extension was updated or removed: then this script is nobody's any more. */
  runtime: { readonly id?: string | undefined; connect(options: { name: string }): RuntimePort };
  toPage(command: PageCommand): void;
  nowMs(): number;
  later(work: () => void, afterMs: number): void;
}

export interface Relay {
  /** What the page says, on its way to the background. The first word opens the connection. */
  say(text: string): void;
  /** Opens the connection again where there has been one: somebody listens. */
  wake(): void;
  /** The page goes to sleep: a connection would keep it from being kept. What it says then can be asked for later. */
  sleep(): void;
  rise(): void;
}

const delayMsMin = 100;
const delayMsMax = 10_000;

/**
 * Carries texts from a page to the background. The background may end at any time; it is connected to again when there
 * is something to say, or somebody to hear it, and then asks for all it has missed. So nothing is kept here.
 */
export function createRelay({ runtime, toPage, nowMs, later }: RelayOptions): Relay {
  let port: RuntimePort | undefined;
  let hasSpoken = false;
  let isStopped = false;
  let isAsleep = false;
  let isWaiting = false;
  let failures = 0;
  let notBeforeMs = 0;

  function stop(): void {
    if (!isStopped) toPage({ type: 'stop' });
    isStopped = true;
    port = undefined;
  }

  function connect(): void {
    if (port || isStopped || isAsleep || isWaiting) return;
    const waitMs = notBeforeMs - nowMs();
    if (!runtime.id) stop();
    else if (waitMs <= 0) open();
    else {
      isWaiting = true;
      later(() => {
        isWaiting = false;
        connect();
      }, waitMs);
    }
  }

  function open(): void {
    try {
      const opened = runtime.connect({ name: documentPort });
      port = opened;
      opened.onMessage.addListener((command: PageCommand) => {
        failures = 0;
        if (command.type !== 'stop') toPage(command);
        else {
          stop();
          opened.disconnect();
        }
      });
      opened.onDisconnect.addListener(() => {
        if (port !== opened) return;
        port = undefined;
        failures += 1;
        notBeforeMs = nowMs() + Math.min(delayMsMax, delayMsMin * 2 ** (failures - 1));
        if (!runtime.id) stop();
      });
      toPage({ type: 'hello' });
    } catch {
      stop();
    }
  }

  return {
    say(text) {
      hasSpoken = true;
      connect();
      try {
        port?.postMessage(text);
      } catch {
        port = undefined;
      }
    },
    wake() {
      if (hasSpoken) connect();
    },
    sleep() {
      isAsleep = true;
      port?.disconnect();
      port = undefined;
    },
    rise() {
      isAsleep = false;
    },
  };
}
