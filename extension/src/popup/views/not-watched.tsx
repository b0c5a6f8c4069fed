import { type ReactNode, useState } from 'react';
import { askFor } from '../../permissions/grants.ts';
import type { Site } from '../../permissions/site.ts';
import { Message } from './message.tsx';

/** Before a person lets the extension look: what it is for, and the one button. */
export function NotWatched({ site }: { site: Site }): ReactNode {
  const [refused, setRefused] = useState(false);
  const watch = () => {
    askFor(site).then(
      (agreed) => setRefused(!agreed),
      () => setRefused(true),
    );
  };
  return (
    <Message title="This site is not watched">
      <p>
        Let Hilo watch <strong>{site.name}</strong> to see the chat on its pages: how it stands, what it does,
        and whether it keeps its promises.
      </p>
      <p className="quiet">Only this site. Nothing leaves this browser unless you copy it.</p>
      <button type="button" className="button main wide" onClick={watch}>
        Watch this site
      </button>
      <p role="status">
        {refused && 'The browser did not give permission, so nothing has changed. You can ask again.'}
      </p>
    </Message>
  );
}
