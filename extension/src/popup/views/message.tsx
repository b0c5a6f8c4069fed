import type { ReactNode } from 'react';

interface MessageProps {
  title: string;
  children: ReactNode;
}

/** What to say where there is nothing to show: what is the matter, and what to do next. */
export function Message({ title, children }: MessageProps): ReactNode {
  return (
    <section className="message">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
