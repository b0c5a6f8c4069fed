import { clock } from '@hilo/shared/reconstruct/plain-text.ts';
import { useMemo } from 'react';
import { stateAt } from '../model/moment.ts';
import { useActions, useCurrentLoad, usePanel } from '../store/panel-context.ts';

/** While another moment than now is looked at: which, how things stood, and the way back. */
export function MomentBar() {
  const moment = usePanel((state) => state.ui.moment);
  const load = useCurrentLoad();
  const { selectEvent } = useActions();
  const then = useMemo(() => (load && moment !== null ? stateAt(load, moment) : null), [load, moment]);
  if (moment === null || !then) return null;
  return (
    <div className="moment-bar" role="status">
      <p>
        <span className="quiet">Looking at</span> <strong className="mono">{clock(moment)}</strong>{' '}
        <span className="state-pill" data-state={then.state}>
          {then.state}
        </span>{' '}
        <span className="quiet">
          {then.connection}
          {then.unread !== null && `, ${then.unread} unread`}
        </span>
      </p>
      <button type="button" className="button quiet-button" onClick={() => selectEvent(null)}>
        Back to now <kbd>n</kbd>
      </button>
    </div>
  );
}
