import type { InboxConversation } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { ReactNode } from 'react';
import { typingNow, typingWords } from '../model/typing.ts';
import { contactName } from '../model/words.ts';
import { useFact } from './inbox-context.ts';
import { useBrowserNow } from './use-now.ts';

/** Who is typing. Ends by itself when nothing more is heard. */
export function TypingLine({ header }: { header: InboxConversation }): ReactNode {
  const typing = useFact((state) => state.typing);
  const now = useBrowserNow(1_000);
  const words = typingWords(typingNow(typing, header.conversationId, now), contactName(header.contact));
  return (
    <p className="typing" hidden={words === ''}>
      <span className="typing-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {words}
    </p>
  );
}
