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
  if (!response.body || !readable.test(type)) {
    done(response.body ? { unread: type } : null);
    return;
  }
  const length = Number(response.headers.get('content-length') ?? Number.POSITIVE_INFINITY);
  const copy = response.clone();
  // The short ones at once, which costs the page a fraction.
  if (length <= captureLimits.textCharsMax) readWhole(copy, done);
  else if (copy.body) readPieces(copy.body.getReader(), done);
}

function readWhole(copy: Response, done: (body: unknown) => void): void {
  const end = once(done);
  const timer = later(() => end({ cut: true, text: '' }), captureLimits.bodyMsMax);
  copy.text().then(
    (text) => {
      cancel(timer);
      end(describeText(text));
    },
    () => end({ cut: true, text: '' }),
  );
}

function readPieces(reader: ReadableStreamDefaultReader<Uint8Array>, done: (body: unknown) => void): void {
  const decoder = new TextDecoder();
  const end = once(done);
  let text = '';
  const cut = () => {
    cancel(timer);
    end({ cut: true, text: text.slice(0, captureLimits.textCharsMax) });
    reader.cancel().catch(() => {});
  };
  const timer = later(cut, captureLimits.bodyMsMax);
  const next = (): Promise<void> =>
    reader.read().then(({ done: isEnd, value }) => {
      text += decoder.decode(value, { stream: !isEnd });
      if (!isEnd) return text.length > captureLimits.textCharsMax ? cut() : next();
      cancel(timer);
      end(describeText(text));
    });
  next().catch(cut);
}

function once(done: (body: unknown) => void): (body: unknown) => void {
  let isOver = false;
  return (body) => {
    if (isOver) return;
    isOver = true;
    done(body);
  };
}
