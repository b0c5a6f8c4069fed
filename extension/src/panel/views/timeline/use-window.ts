import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Rows drawn above and below what is on screen. */
const spareRows = 6;
/** The drawn part moves by this many rows at a time, so that most scrolling draws nothing. */
const stepRows = 4;

/** Which rows of a long list are to be drawn: those on screen and a few around them. */
export function useWindow(
  scroller: RefObject<HTMLElement | null>,
  rowHeight: number,
  count: number,
): { first: number; last: number } {
  const [place, setPlace] = useState({ first: 0, rows: 40 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      const top = Math.floor(element.scrollTop / rowHeight) - spareRows;
      const first = Math.max(0, top - (top % stepRows));
      const rows = Math.ceil(element.clientHeight / rowHeight) + 2 * spareRows + stepRows;
      setPlace((before) => (before.first === first && before.rows === rows ? before : { first, rows }));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [scroller, rowHeight]);
  const first = Math.min(place.first, Math.max(0, count - place.rows));
  return { first, last: Math.min(count, first + place.rows) };
}

/** Nearer to the end than this counts as being there. */
const endPx = 40;

/** Who was at the end of a growing list stays there, like in a terminal; who scrolled away is left alone. */
export function useFollowEnd(scroller: RefObject<HTMLElement | null>, count: number, isOn: boolean): void {
  const wasAtEnd = useRef(false);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      wasAtEnd.current = element.scrollTop + element.clientHeight >= element.scrollHeight - endPx;
    };
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [scroller]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count is what makes the list longer
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && isOn && wasAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [count, isOn, scroller]);
}
