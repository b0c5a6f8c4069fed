import { useActions, usePanel } from '../store/panel-context.ts';

/** One sentence, until it was read. */
export function Notice() {
  const notice = usePanel((state) => state.notice);
  const { dismissNotice } = useActions();
  if (notice === null) return null;
  return (
    <div className="notice" role="alert">
      <p>{notice}</p>
      <button type="button" className="button quiet-button" onClick={dismissNotice}>
        Dismiss
      </button>
    </div>
  );
}
