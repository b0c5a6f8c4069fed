import { type ReactNode, useEffect, useRef, useState } from 'react';
import { contactName } from '../model/words.ts';
import { useFact } from './inbox-context.ts';

/** Reads new messages of the open conversation aloud; not what one wrote oneself, and not what was there on opening. */
export function LiveRegion(): ReactNode {
  const id = useFact((state) => state.place.conversationId);
  const last = useFact((state) => state.threads[state.place.conversationId ?? '']?.messages.at(-1));
  const contact = useFact((state) => state.conversations[state.place.conversationId ?? '']?.contact);
  const me = useFact((state) => (state.session.name === 'signed_in' ? state.session.agent.agentId : null));
  const [words, setWords] = useState('');
  const heard = useRef<{ id: string | null; seq: number | undefined }>({ id: null, seq: undefined });

  useEffect(() => {
    const before = heard.current;
    heard.current = { id, seq: last?.seq };
    const isNews =
      before.id === id && before.seq !== undefined && last !== undefined && last.seq > before.seq;
    if (!isNews || !contact || last.author.agentId === me) return;
    const who = last.author.kind === 'visitor' ? contactName(contact) : (last.author.name ?? 'An agent');
    setWords(`${who}: ${last.body ?? 'text removed'}`);
  }, [id, last, contact, me]);

  return (
    <div className="hidden-words" role="log" aria-live="polite" aria-label="New messages">
      {words}
    </div>
  );
}
