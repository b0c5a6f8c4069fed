import { limits } from '@hilo/shared/limits.ts';

export interface TypingSender {
  /** The person changed a reply; `on` while there is something in it. */
  typed(conversationId: string, on: boolean): void;
}

/** Tells the visitor that somebody writes: at most every `typingRepeatMs`, and once when they stop. Notes stay private. */
export function createTypingSender(send: (conversationId: string, typing: boolean) => void): TypingSender {
  let told: { conversationId: string; at: number } | null = null;

  return {
    typed(conversationId, on) {
      const now = Date.now();
      if (told && (told.conversationId !== conversationId || !on)) {
        send(told.conversationId, false);
        told = null;
      }
      if (!on || (told && now - told.at < limits.typingRepeatMs)) return;
      send(conversationId, true);
      told = { conversationId, at: now };
    },
  };
}
