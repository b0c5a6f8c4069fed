import type { ReactNode } from 'react';
import { connectionWords } from '../model/connection.ts';
import { Icon } from './icons.tsx';
import { useActions, useFact } from './inbox-context.ts';
import { useBrowserNow } from './use-now.ts';

/** Says so whenever the inbox is not live, and what that means for the person. Nothing while all is well. */
export function ConnectionLine(): ReactNode {
  const connection = useFact((state) => state.connection);
  const catchUp = useFact((state) => state.catchUp);
  const now = useBrowserNow(1_000);
  const { reconnect } = useActions();
  const words = connectionWords(connection, catchUp, now);
  return (
    <div className="connection" role="status" data-state={connection.name} hidden={words === null}>
      <Icon name="cloudOff" />
      <span>{words}</span>
      {connection.name === 'connecting' ? null : (
        <button type="button" className="button quiet-button" onClick={reconnect}>
          Try now
        </button>
      )}
    </div>
  );
}
