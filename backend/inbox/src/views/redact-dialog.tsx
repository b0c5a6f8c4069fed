import type { ReactNode } from 'react';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { useActions } from './inbox-context.ts';

interface Props {
  conversationId: string;
  /** Null while nothing is being asked. */
  messageId: string | null;
  onClose(): void;
}

export function RedactDialog({ conversationId, messageId, onClose }: Props): ReactNode {
  const { redact } = useActions();
  return (
    <ConfirmDialog
      open={messageId !== null}
      title="Remove this message’s text?"
      text="It disappears for you, your colleagues and the visitor, and cannot be brought back. That there was a message stays visible."
      confirm="Remove the text"
      onConfirm={() => messageId && redact(conversationId, messageId)}
      onClose={onClose}
    />
  );
}
