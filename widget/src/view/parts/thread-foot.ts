import type { Conversation } from '@hilo/shared/protocol/shapes.ts';
import { type Child, h } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import { composer } from './composer.ts';

/** The composer; or why nothing can be written here, and where it can. */
export function threadFoot(draw: Drawing, conversation: Conversation | undefined, id: string | null): Child {
  if (conversation?.status === 'archived') return draw.more()?.archivedFoot(draw, conversation);
  return h(
    'div.foot',
    { key: 'foot' },
    conversation?.status === 'solved' && draw.more()?.solvedLine(draw),
    composer(draw, id),
  );
}
