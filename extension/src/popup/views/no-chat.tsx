import type { ReactNode } from 'react';
import { Message } from './message.tsx';

export interface ReloadProps {
  onReload: () => void;
}

/** Nobody has recorded the page: it was there before the site was watched, or before the extension was updated. */
export function NeedsReload({ onReload }: ReloadProps): ReactNode {
  return (
    <Message title="Reload the page to begin">
      <p>
        This page was open before the site was watched, or before the extension was updated. After a reload,
        everything its chat does is seen from the beginning.
      </p>
      <button type="button" className="button main wide" onClick={onReload}>
        Reload the page
      </button>
    </Message>
  );
}

export function NoChat({ onReload }: ReloadProps): ReactNode {
  return (
    <Message title="No chat on this page">
      <p>The site is watched, but no Hilo widget has started here.</p>
      <ul className="hints">
        <li>Some pages have no chat, and some start it late, for example after a consent banner.</li>
        <li>A content blocker can keep it from loading.</li>
        <li>A chat in a frame of another site is seen once that site is watched too.</li>
      </ul>
      <button type="button" className="button wide" onClick={onReload}>
        Reload the page
      </button>
    </Message>
  );
}

export function Looking(): ReactNode {
  return (
    <section className="message" role="status">
      <p className="quiet looking">Looking for a chat on this page …</p>
    </section>
  );
}

export function ClosedPage(): ReactNode {
  return (
    <Message title="Nothing to see on this page">
      <p>
        Browsers keep extensions out of their own pages, of extension stores and of files. Go to the site with
        the chat, then click the icon again.
      </p>
    </Message>
  );
}

export function Broken({ sentence }: { sentence: string }): ReactNode {
  return (
    <div role="alert">
      <Message title="Something went wrong">
        <p>{sentence}</p>
      </Message>
    </div>
  );
}
