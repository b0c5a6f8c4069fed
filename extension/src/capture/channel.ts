import type { Answer, Command, DocumentInfo } from '../channel/messages.ts';
import { callEvent, offerEvent, type PageCommand, type PageMessage } from '../channel/page-port.ts';
import { captureLimits } from './limits.ts';
import { dispatch, dispatchMessage, later, listen, nowMs, stringify } from './natives.ts';
import type { Redactor } from './redact.ts';
import type { Batch, Ring, Told } from './ring.ts';

export interface Channel {
  /** Something about the document itself is new. */
  announce(): void;
  /** There are new records of that witness. */
  changed(witness: Told['witness']): void;
  /** Sends what there is before the page sleeps or ends. */
  hurry(): void;
}

interface Options {
  journal: Ring;
  redactor: Redactor;
  describe(): DocumentInfo;
  obey(command: Command): Promise<Answer>;
  /** Called before records are gathered. */
  before(): void;
  /** Called once nobody listens any more. */
  stopped(): void;
  quietly(work: () => void): void;
}

/** Says nothing before it is first told to announce; from then on, in batches. */
export function createChannel({
  journal,
  redactor,
  describe,
  obey,
  before,
  stopped,
  quietly,
}: Options): Channel {
  const { documentId } = describe();
  let port: MessagePort | undefined;
  /** Of the event that the content script hears. */
  let eventName = '';
  let isSpeaking = false;
  let isScheduled = false;
  let sentAtMs = Number.NEGATIVE_INFINITY;
  let sent = 0;
  /** Up to where what somebody asked for again has been sent; undefined where nobody waits. */
  let replayed: number | undefined;
  /** Somebody looks, or may: nobody has said otherwise. Else only what is judged for the badge leaves the page. */
  let isAttended = true;
  /** Up to where everything was sent when somebody last looked. */
  let attended = 0;

  function post(json: string, isSafe = false): void {
    const text: PageMessage = isSafe ? json : redactor.hide(json);
    dispatchMessage(document, eventName, text);
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

  function sendBatch(after: number): Batch {
    const batch = journal.batch(after, isAttended ? undefined : 'widget');
    if (batch.texts.length > 0) {
      const type = isAttended ? 'records' : 'widget_records';
      const dropped = stringify(journal.dropped());
      const head = `{"type":"${type}","documentId":"${documentId}","after":${after},"dropped":${dropped}`;
      let records = '';
      for (const text of batch.texts) records += records ? `,${text}` : text;
      post(`${head},"records":[${records}]}`);
    }
    return batch;
  }

  /** Returns whether there is more to send. */
  function flush(): boolean {
    isScheduled = false;
    if (!port || !isSpeaking) return false;
    before();
    if (replayed !== undefined) {
      const { upTo, isMore } = sendBatch(replayed);
      replayed = isMore ? upTo : undefined;
      // Whoever has heard up to where it began has now heard all.
      if (!isMore) sent = Math.max(sent, upTo);
    }
    sentAtMs = nowMs();
    const { upTo, isMore } = sendBatch(sent);
    sent = upTo;
    const isLeft = isMore || replayed !== undefined;
    if (isLeft) schedule(0);
    return isLeft;
  }

  function replayFrom(after: number): void {
    replayed = Math.max(0, Math.min(replayed ?? after, after));
  }

  function attend(isWanted: boolean): void {
    if (isWanted === isAttended) return;
    isAttended = isWanted;
    if (isWanted) {
      replayFrom(attended);
      schedule();
    } else attended = Math.min(sent, replayed ?? sent);
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
    else if (command.type === 'stop') {
      port = undefined;
      stopped();
    } else if (command.type === 'attend') attend(command.isAttended);
    else if (command.type === 'replay') {
      replayFrom(command.after);
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
    eventName = `${data}`;
    event.preventDefault();
    event.stopImmediatePropagation();
    given.onmessage = (heard) => quietly(() => hear(heard.data));
    if (isSpeaking) announce();
  }

  listen(document, offerEvent, take, false);
  dispatch(document, new Event(callEvent));

  return {
    announce,
    changed(witness) {
      if (isAttended || witness === 'widget') schedule();
    },
    hurry() {
      if (!port || !isSpeaking) return;
      announce();
      while (flush());
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
