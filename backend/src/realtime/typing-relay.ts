import type { Metrics } from '../metrics/metrics.ts';

export interface TypingFrame {
  conversationId: string;
  typing: boolean;
  traceparent: string;
}

export interface TypingRelayOptions {
  /** Whose conversation it is; undefined where this socket has no business with it. */
  findContactId(conversationId: string): Promise<string | undefined>;
  publish(typing: TypingFrame & { contactId: string }): void;
  perSecondMax: number;
  /** How long a look-up is believed: a merge gives a conversation to another contact. */
  believeMs: number;
  metrics: Metrics;
  onError(error: unknown): void;
}

export interface TypingRelay {
  relay(frame: TypingFrame): void;
  /** Says that typing has ended, for a socket that ends in the middle of it. */
  stop(): void;
}

/** One socket's typing: in order, at a bounded rate, only where it may. */
export function createTypingRelay(options: TypingRelayOptions): TypingRelay {
  const { perSecondMax, believeMs, metrics } = options;
  let known: { conversationId: string; contactId: string | undefined; atMs: number } | undefined;
  let last: (TypingFrame & { contactId: string }) | undefined;
  let queue: Promise<void> = Promise.resolve();
  let windowStartMs = 0;
  let inWindow = 0;

  return {
    relay: (frame) => {
      const nowMs = performance.now();
      if (nowMs - windowStartMs >= 1_000) {
        windowStartMs = nowMs;
        inWindow = 0;
      }
      inWindow += 1;
      if (inWindow > perSecondMax) return metrics.dropped('typing');
      queue = queue.then(() => tell(frame)).catch(options.onError);
    },
    stop: () => {
      queue = queue.then(() => {
        if (last?.typing) options.publish({ ...last, typing: false });
      });
    },
  };

  async function tell(frame: TypingFrame): Promise<void> {
    const contactId = await findContactId(frame.conversationId);
    if (contactId === undefined) return metrics.dropped('typing');
    // Typing is in one place at a time: it must not stay on in the thread that was left.
    if (last?.typing && last.conversationId !== frame.conversationId)
      options.publish({ ...last, typing: false });
    last = { ...frame, contactId };
    options.publish(last);
  }

  async function findContactId(conversationId: string): Promise<string | undefined> {
    const nowMs = performance.now();
    if (known?.conversationId !== conversationId || nowMs - known.atMs > believeMs) {
      known = { conversationId, contactId: await options.findContactId(conversationId), atMs: nowMs };
    }
    return known.contactId;
  }
}
