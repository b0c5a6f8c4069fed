import type { ReactNode } from 'react';

interface Props {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}

export function Section({ title, aside, children }: Props) {
  return (
    <section className="detail-section">
      <h3>
        {title}
        {aside}
      </h3>
      {children}
    </section>
  );
}
