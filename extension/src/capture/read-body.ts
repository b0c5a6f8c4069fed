import { captureLimits } from './limits.ts';
import { cancel, later } from './natives.ts';
import { describeText } from './payload.ts';

const readable = /^(?:text\/(?!event-stream)|application\/(?:[\w.+-]+\+)?json)/i;

/**
 * Reads an answer's body along, from a copy: text only, so many characters of it and not for ever. Calls back once,
 * with the body as an event holds it.
 */
export function readBody(response: Response, done: (body: unknown) => void): void {
  const type = response.headers.get('content-type') ?? '';
  const reader = readable.test(type) && response.clone().body?.getReader();
  if (!reader) {
    done(response.body ? { unread: type } : null);
    return;
  }
  const decoder = new TextDecoder();
  let text = '';
  let isOver = false;
  const finish = (cut: boolean) => {
    if (isOver) return;
    isOver = true;
    cancel(timer);
    done(cut ? { cut: true, text: text.slice(0, captureLimits.textCharsMax) } : describeText(text));
    if (cut) reader.cancel().catch(() => {});
  };
  const timer = later(() => finish(true), captureLimits.bodyMsMax);
  const next = (): Promise<void> =>
    reader.read().then(({ done: isEnd, value }) => {
      text += decoder.decode(value, { stream: !isEnd });
      if (isEnd) return finish(false);
      return text.length > captureLimits.textCharsMax ? finish(true) : next();
    });
  next().catch(() => finish(true));
}
