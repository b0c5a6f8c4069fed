import type { ReactNode } from 'react';

/** In the place of what is not there: what that means, and what to do next. */
export function Nothing({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="nothing">
      <h2>{title}</h2>
      <p>{children}</p>
    </div>
  );
}

/** Shown by every view of a load while there is none. */
export function NoLoad() {
  return (
    <Nothing title="No load yet">
      Open a page with the widget in this tab, or drop a debug blob here. What it does shows up at once.
    </Nothing>
  );
}
