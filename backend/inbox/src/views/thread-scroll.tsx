import type { InboxConversation } from '@hilo/shared/protocol/inbox-shapes.ts';
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Thread } from '../model/state.ts';
import { findEarlierSeq } from '../model/thread.ts';
import { timeline } from '../model/timeline.ts';
import { contactName } from '../model/words.ts';
import { Icon } from './icons.tsx';
import { useActions, useFact } from './inbox-context.ts';
import { RedactDialog } from './redact-dialog.tsx';
import { TimelineLine } from './timeline-line.tsx';
import { TypingLine } from './typing-line.tsx';
import { useNow } from './use-now.ts';

/** This close to the end counts as being there. */
const endSlackPx = 80;
/** Earlier messages are asked for this far before the top. */
const topSlackPx = 200;

/** The messages. Stays at the end while the person is there, and stays put while they read further up. */
export function ThreadScroll({ header, thread }: { header: InboxConversation; thread: Thread }): ReactNode {
  const outbox = useFact((state) => state.outbox);
  const newAfterSeq = useFact((state) => state.place.newAfterSeq);
  const earlier = useFact((state) => state.earlierLoading[header.conversationId]);
  const { loadEarlier } = useActions();
  const now = useNow(60_000);
  const scroller = useRef<HTMLDivElement>(null);
  const [redacting, setRedacting] = useState<string | null>(null);
  const hasEarlier = findEarlierSeq(thread) !== undefined;
  const items = useMemo(() => {
    const pending = outbox.filter((row) => row.conversationId === header.conversationId);
    return timeline(thread, header, pending, newAfterSeq);
  }, [thread, header, outbox, newAfterSeq]);
  const firstSeq = thread.messages[0]?.seq;
  const { atEnd, onScroll } = useStableScroll(scroller, firstSeq, items.at(-1)?.key);
  const loadEarlierNearTop = useCallback(() => {
    const top = scroller.current?.scrollTop ?? 0;
    if (hasEarlier && !earlier && top < topSlackPx) loadEarlier();
  }, [hasEarlier, earlier, loadEarlier]);
  // Also where a thread opens at its top: nothing is left to scroll there.
  useEffect(loadEarlierNearTop, [loadEarlierNearTop]);

  return (
    <div className="thread-body">
      <section
        ref={scroller}
        id="thread"
        className="thread-scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={`Messages with ${contactName(header.contact)}`}
        onScroll={() => {
          onScroll();
          loadEarlierNearTop();
        }}
      >
        {hasEarlier ? (
          <div className="more">
            <button
              type="button"
              className="button quiet-button"
              disabled={earlier?.name === 'loading'}
              onClick={loadEarlier}
            >
              {earlier?.name === 'failed' ? 'Unable to load earlier messages. Try again' : 'Earlier messages'}
            </button>
          </div>
        ) : null}
        <ol className="timeline">
          {items.map((item) => (
            <TimelineLine key={item.key} item={item} header={header} now={now} onRedact={setRedacting} />
          ))}
        </ol>
        <TypingLine header={header} />
      </section>
      {atEnd ? null : (
        <button
          type="button"
          className="to-end"
          onClick={() => scroller.current?.scrollTo({ top: scroller.current.scrollHeight })}
        >
          <Icon name="down" />
          Latest
        </button>
      )}
      <RedactDialog
        conversationId={header.conversationId}
        messageId={redacting}
        onClose={() => setRedacting(null)}
      />
    </div>
  );
}

/** Scrolling that does not jump: new lines keep the end in view only for who is at the end; earlier ones push nothing. */
function useStableScroll(
  scroller: { readonly current: HTMLDivElement | null },
  firstSeq: number | undefined,
  lastKey: string | undefined,
): { atEnd: boolean; onScroll(): void } {
  const [atEnd, setAtEnd] = useState(true);
  const before = useRef<{ firstSeq?: number; lastKey?: string; fromEnd: number; atEnd: boolean } | null>(
    null,
  );

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const last = before.current;
    if (!last) showStart(box);
    else if (firstSeq !== last.firstSeq) box.scrollTop = box.scrollHeight - last.fromEnd;
    else if (lastKey !== last.lastKey && last.atEnd) box.scrollTop = box.scrollHeight;
    before.current = { firstSeq, lastKey, ...measure(box) };
    setAtEnd(before.current.atEnd);
  }, [scroller, firstSeq, lastKey]);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    // The window or the composer changed size.
    const observer = new ResizeObserver(() => {
      if (before.current?.atEnd) box.scrollTop = box.scrollHeight;
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [scroller]);

  return {
    atEnd,
    onScroll() {
      const box = scroller.current;
      if (!box || !before.current) return;
      Object.assign(before.current, measure(box));
      setAtEnd(before.current.atEnd);
    },
  };
}

function measure(box: HTMLDivElement): { fromEnd: number; atEnd: boolean } {
  const fromEnd = box.scrollHeight - box.scrollTop;
  return { fromEnd, atEnd: fromEnd - box.clientHeight < endSlackPx };
}

/** A thread opens where its unread messages begin, else at its end. */
function showStart(box: HTMLDivElement): void {
  const mark = box.querySelector<HTMLElement>('.new-mark');
  // Not scrollIntoView: that moves everything around the box too.
  box.scrollTop = mark ? mark.offsetTop - box.offsetTop - box.clientHeight / 3 : box.scrollHeight;
}
