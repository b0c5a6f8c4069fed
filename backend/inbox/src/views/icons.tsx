import type { ConversationStatus } from '@hilo/shared/protocol/shapes.ts';
import type { ReactNode } from 'react';

const shapes = {
  search: <path d="M7 12.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM11 11l3.5 3.5" />,
  check: <path d="m3 8.5 3.5 3.5L13 4.5" />,
  reopen: <path d="M2.5 8a5.5 5.5 0 1 0 1.8-4.1M4.5 1v3h3" />,
  take: (
    <path d="M6.5 7.5a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2ZM1.8 13.5c.4-2.5 2.3-3.8 4.7-3.8 1 0 2 .2 2.7.7M12 8.5v5M9.5 11h5" />
  ),
  person: <path d="M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8ZM2.8 14c.5-2.6 2.6-4 5.2-4s4.7 1.4 5.2 4" />,
  panel: (
    <path d="M2 3.5A1.5 1.5 0 0 1 3.5 2h9A1.5 1.5 0 0 1 14 3.5v9a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 12.5v-9ZM10 2v12" />
  ),
  back: <path d="M10 3 5 8l5 5" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  down: <path d="M8 3v10M3.5 8.5 8 13l4.5-4.5" />,
  chevron: <path d="m4 6 4 4 4-4" />,
  lock: <path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2M3 7h10v6.5H3V7Z" />,
  redact: <path d="M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.7 6.8v4M9.3 6.8v4" />,
  device: <path d="M2 3h12v8H2V3ZM5.5 13.5h5M8 11v2.5" />,
  merge: <path d="M4 2v3c0 3 4 3 4 6v3M12 2v3c0 3-4 3-4 6" />,
  verified: (
    <path d="m5.2 8.2 2 2 3.6-4M8 1.5l1.8 1.2 2.1.1.7 2 1.6 1.4-.6 2 .6 2-1.6 1.4-.7 2-2.1.1L8 14.9l-1.8-1.2-2.1-.1-.7-2-1.6-1.4.6-2-.6-2L3.4 4.8l.7-2 2.1-.1L8 1.5Z" />
  ),
  cloudOff: (
    <path d="M2 2l12 12M6 4.3a4 4 0 0 1 5.8 2.5A3 3 0 0 1 13.4 12M10.5 12.5H4.7a3.2 3.2 0 0 1-.6-6.3" />
  ),
  keyboard: <path d="M1.5 4h13v8.5h-13V4ZM4 6.8h.01M6.7 6.8h.01M9.3 6.8h.01M12 6.8h.01M5 9.8h6" />,
} as const;

export type IconName = keyof typeof shapes;

/** A drawing beside words, or inside a control that has a label of its own: never read aloud. */
export function Icon({ name }: { name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      {shapes[name]}
    </svg>
  );
}

const statusShapes: Record<ConversationStatus, ReactNode> = {
  waiting: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.8V8l2.2 1.6" />
    </>
  ),
  active: (
    <>
      <circle cx="8" cy="8" r="6" />
      <circle className="solid" cx="8" cy="8" r="3.2" />
    </>
  ),
  solved: (
    <>
      <circle className="solid" cx="8" cy="8" r="6.7" />
      <path className="cut" d="m5 8.3 2 2 4-4.4" />
    </>
  ),
  archived: <path d="M2.5 2.8h11v3h-11v-3ZM3.5 5.8h9v7.4h-9V5.8ZM6.3 8.6h3.4" />,
};

/** The status as a shape and a colour; the word stands beside it. */
export function StatusIcon({ status }: { status: ConversationStatus }): ReactNode {
  return (
    <svg className={`icon status-${status}`} viewBox="0 0 16 16" aria-hidden="true">
      {statusShapes[status]}
    </svg>
  );
}

/** Hilo's mark, in the colour of links. */
export function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M3 28.6H17.5A12.2 12.2 0 1 0 5.3 16.4C5.3 21.5 8.8 24.2 12.2 22.6C15.9 20.8 14.8 14.8 20.7 14.8" />
    </svg>
  );
}
