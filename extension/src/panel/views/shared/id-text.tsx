import { shortId } from '@hilo/shared/reconstruct/plain-text.ts';
import { useActions } from '../../store/panel-context.ts';

/** An id that shows its life when clicked: every event in which it occurs. */
export function IdText({ id, isShort = false }: { id: string; isShort?: boolean }) {
  const { showId } = useActions();
  return (
    <button type="button" className="id" title={`Show the life of ${id}`} onClick={() => showId(id)}>
      {isShort ? shortId(id) : id}
    </button>
  );
}
