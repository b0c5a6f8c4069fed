import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import type { InboxState } from '../model/state.ts';
import { ConversationRow, rowHeightPx, rowId } from './conversation-row.tsx';
import { useActions, useFact } from './inbox-context.ts';
import { useNow } from './use-now.ts';

/** More is asked for when this few rows are left below. */
const aheadRows = 10;

/**
 * A list box of which only the rows near the window exist (ARIA listbox, focus by `aria-activedescendant`): the
 * highlighted row always does, wherever it is.
 */
export function ConversationList({ ids, label }: { ids: readonly string[]; label: string }): ReactNode {
  const highlightedId = useFact((state) => state.highlightedId);
  const openId = useFact((state) => state.place.conversationId);
  const more = useFact(moreOf);
  const { loadMore, highlight } = useActions();
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const at = highlightedId === null ? -1 : ids.indexOf(highlightedId);

  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 6,
    rangeExtractor: useCallback((range: Range) => withIndex(defaultRangeExtractor(range), at), [at]),
  });
  const rows = virtualizer.getVirtualItems();
  const lastShown = virtualizer.range?.endIndex ?? 0;

  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [at, virtualizer]);
  useEffect(() => {
    if (more === 'idle' && lastShown >= ids.length - aheadRows) loadMore();
  }, [more, lastShown, ids.length, loadMore]);

  return (
    <div ref={scroller} className="list-scroll">
      <div
        id="conversation-list"
        role="listbox"
        tabIndex={0}
        aria-label={label}
        aria-activedescendant={at >= 0 ? rowId(ids[at] ?? '') : undefined}
        className="list"
        style={{ height: virtualizer.getTotalSize() }}
        onFocus={() => at < 0 && highlight(openId && ids.includes(openId) ? openId : (ids[0] ?? null))}
      >
        {rows.map((row) => (
          <ConversationRow
            key={row.key}
            conversationId={ids[row.index] ?? ''}
            top={row.start}
            position={row.index + 1}
            size={more === 'none' ? ids.length : -1}
            highlighted={row.index === at}
            open={ids[row.index] === openId}
            now={now}
          />
        ))}
      </div>
      <More state={more} />
    </div>
  );
}

type MoreState = 'none' | 'idle' | 'loading' | 'failed';

function moreOf({ search, windows, place }: InboxState): MoreState {
  if (search.name !== 'none') return search.name === 'found' && search.hasMore ? 'idle' : 'none';
  const window = windows[place.filter];
  if (window.name !== 'loaded' || window.horizon === null) return 'none';
  return typeof window.more === 'string' ? window.more : 'failed';
}

function More({ state }: { state: MoreState }): ReactNode {
  const { loadMore } = useActions();
  if (state === 'none') return null;
  return (
    <div className="more">
      {state === 'failed' ? (
        <button type="button" className="button" onClick={loadMore}>
          Unable to load more. Try again
        </button>
      ) : (
        <span className="quiet">Loading more …</span>
      )}
    </div>
  );
}

function withIndex(indexes: number[], index: number): number[] {
  return index < 0 || indexes.includes(index) ? indexes : [...indexes, index].sort((a, b) => a - b);
}
