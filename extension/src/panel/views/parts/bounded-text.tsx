import { shorten } from '@hilo/shared/reconstruct/plain-text.ts';
import { useState } from 'react';

export const textShownMax = 4_000;
/** More than this is never drawn: the browser would stand still. It is in the exported blob. */
export const textDrawnMax = 200_000;

/** Text of a page, as text: cut where it is long, with a button for the rest. */
export function BoundedText({ text, className = 'bounded' }: { text: string; className?: string }) {
  const [whole, setWhole] = useState(false);
  const shown = shorten(text, whole ? textDrawnMax : textShownMax);
  const rest = text.length - shown.length;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <pre className={className} tabIndex={0}>
        {shown}
      </pre>
      {rest > 0 &&
        (whole ? (
          <p className="quiet">{`${rest.toLocaleString('en')} characters more are not drawn; an export has them.`}</p>
        ) : (
          <button type="button" className="btn link" onClick={() => setWhole(true)}>
            {`Show ${rest.toLocaleString('en')} characters more`}
          </button>
        ))}
    </>
  );
}
