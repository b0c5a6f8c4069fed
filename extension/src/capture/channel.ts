import type { Answer, Command, DocumentInfo } from '../channel/messages.ts';
import { callEvent, offerEvent, type PageCommand, type PageMessage } from '../channel/page-port.ts';
import type { Journal } from './journal.ts';
import { captureLimits } from './limits.ts';
import { apply, dispatch, later, listen, nowMs, stringify } from './natives.ts';
import type { Redactor } from './redact.ts';

export interface Channel {
  /** Something about the document itself is new. */
  announce(): void;
  /** There are new records. */
  changed(): void;
  /** Sends what there is before the page sleeps or ends. */
  hurry(): void;
}

interface Options {
  journal: Journal;
  redactor: Redactor;
  describe(): DocumentInfo;
  obey(command: Command): Promise<Answer>;
  /** Called before records are gathered. */
  before(): void;
  quietly(work: () => void): void;
}

/** Says nothing before it is first told to announce; from then on, in batches. */
export function createChannel({ journal, redactor, describe, obey, before, quietly }: Options): Channel {
  const { postMessage } = MessagePort.prototype;
  const { documentId } = describe();
  let port: MessagePort | undefined;
  let urgentEvent = '';
  let isSpeaking = false;
  let isScheduled = false;
  let isUrgent = false;
  let sentAtMs = Number.NEGATIVE_INFINITY;
  let sent = 0;
  /** Where the first batch of this moment began and when, and where that of the moment before. */
  let recent = { after: 0, atMs: Number.NEGATIVE_INFINITY };
  let afterBefore = 0;
  /** Up to where what somebody asked for again has been sent; undefined where nobody waits. */
  let replayed: number | undefined;

  function post(json: string, isSafe = false): void {
    const text: PageMessage = isSafe ? json : redactor.hide(json);
    if (isUrgent) dispatch(document, new MessageEvent(urgentEvent, { data: text }));
    else apply(postMessage, port as MessagePort, [text]);
  }

  function announce(): void {
    isSpeaking = true;
    if (!port) return;
    post(
      stringify({
        type: 'document',
        document: describe(),
        lastN: journal.last(),
        dropped: journal.dropped(),
      }),
    );
  }

  /** Returns the number it got to. */
  function sendBatch(after: number): number {
    const { texts, upTo } = journal.batch(after);
    if (texts.length > 0) {
      const dropped = stringify(journal.dropped());
      const head = `{"type":"records","documentId":"${documentId}","after":${after},"dropped":${dropped}`;
      let records = '';
      for (const text of texts) records += records ? `,${text}` : text;
      post(`${head},"records":[${records}]}`);
    }
    return upTo;
  }

  function flush(): void {
    isScheduled = false;
    if (!port || !isSpeaking) return;
    before();
    if (replayed !== undefined) {
      const upTo = sendBatch(replayed);
      replayed = upTo === replayed ? undefined : upTo;
    }
    sentAtMs = nowMs();
    if (sentAtMs - recent.atMs > captureLimits.underWayMsMax) {
      afterBefore = recent.after;
      recent = { after: sent, atMs: sentAtMs };
    }
    sent = sendBatch(sent);
    if (replayed !== undefined || sent < journal.last()) schedule(0);
  }

  function schedule(afterMs?: number): void {
    if (isScheduled || !port || !isSpeaking) return;
    isScheduled = true;
    const { batchMs, betweenBatchesMs } = captureLimits;
    const waitMs = afterMs ?? Math.max(batchMs, sentAtMs + betweenBatchesMs - nowMs());
    later(() => quietly(flush), waitMs);
  }

  function hear(command: PageCommand): void {
    if (command.type === 'hello') announce();
    else if (command.type === 'stop') port = undefined;
    else if (command.type === 'replay') {
      replayed = Math.max(0, Math.min(replayed ?? command.after, command.after));
      flush();
    } else answer(command.commandId, command.command);
  }

  function answer(commandId: number, command: Command): void {
    // Not at once: what it makes the page do is to be heard, and nothing is while this is.
    const asked = Promise.resolve().then(() => obey(command));
    asked.then((given) =>
      quietly(() => {
        // A blob holds no secrets, and a seal that any change would break.
        post(stringifyAnswer(documentId, commandId, given), command.type === 'blob');
        flush();
      }),
    );
  }

  /** True where there was a port in the event, and it is ours from now on. */
  function take(event: Event): void {
    const { data, ports } = event as MessageEvent;
    const [given] = ports ?? [];
    if (!given || port) return;
    port = given;
    urgentEvent = `${data}`;
    event.preventDefault();
    event.stopImmediatePropagation();
    given.onmessage = (heard) => quietly(() => hear(heard.data));
    if (isSpeaking) announce();
  }

  listen(document, offerEvent, take, false);
  dispatch(document, new Event(callEvent));

  return {
    announce,
    changed: () => schedule(),
    hurry() {
      if (!port || !isSpeaking) return;
      // What was posted a moment ago may still be under way, and ends with the page: it is sent again, by the way that does
      // not wait. Whoever has heard it knows it by its numbers.
      if (nowMs() - sentAtMs < captureLimits.underWayMsMax) sent = afterBefore;
      isUrgent = true;
      try {
        announce();
        for (let before = -1; before !== sent && sent < journal.last(); ) {
          before = sent;
          flush();
        }
      } finally {
        isUrgent = false;
      }
    },
  };
}

/** A page can answer with what has no JSON, such as a cycle; whoever asked waits for an answer all the same. */
function stringifyAnswer(documentId: string, commandId: number, answer: Answer): string {
  const message = { type: 'answer', documentId, commandId };
  try {
    return stringify({ ...message, answer });
  } catch {
    const sentence = 'The page answered with something that cannot be passed on.';
    return stringify({ ...message, answer: { ok: false, sentence } satisfies Answer });
  }
}
