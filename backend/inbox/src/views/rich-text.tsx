import { linkify } from '@hilo/shared/text/linkify.ts';
import { type ReactNode, useMemo } from 'react';

/** Text a person wrote. Nothing in it is markup; web and mail addresses can be clicked. */
export function RichText({ text }: { text: string }): ReactNode {
  const parts = useMemo(() => linkify(text), [text]);
  return (
    <div className="rich" dir="auto">
      {parts.map((part, index) =>
        part.href ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </div>
  );
}
