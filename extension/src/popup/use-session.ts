import { useEffect, useMemo, useState } from 'react';
import browser from 'webextension-polyfill';
import { type Answer, type Command, panelPort } from '../channel/messages.ts';
import { SessionFold } from '../panel/model/fold.ts';
import type { Session } from '../panel/model/session.ts';
import { createLiveSource, type PanelPort } from '../panel/source/live-source.ts';
import type { Link } from '../panel/store/panel-state.ts';

export interface LiveSession {
  session: Session;
  link: Link;
  /** Asks a document for something; never rejects. */
  command(documentId: string, command: Command): Promise<Answer>;
}

/** A replay brings many messages at once; people see them in one go. */
const drawEveryMs = 100;
/** Promises with a deadline are judged as time passes; what happened just now may still be on its way. */
const tickEveryMs = 1_000;
const onTheirWayMs = 2_000;

/** Everything that the tab's documents tell, folded as the panel folds it. */
export function useSession(tabId: number): LiveSession {
  const { fold, source } = useMemo(() => open(tabId), [tabId]);
  const [session, setSession] = useState(() => fold.session());
  const [link, setLink] = useState<Link>({ name: 'connecting' });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setSession(fold.session());
      }, drawEveryMs);
    };
    const end = source.subscribe(
      {
        message: (message) => {
          fold.take(message);
          draw();
        },
        link: setLink,
        grants: () => undefined,
        // Only DevTools has the browser's own recording.
        recorded: () => undefined,
        // It speaks of one tab.
        others: () => undefined,
      },
      (documentId) => fold.heardUpTo(documentId),
    );
    const ticks = setInterval(() => {
      fold.tick(Date.now() - onTheirWayMs);
      draw();
    }, tickEveryMs);
    return () => {
      end();
      clearInterval(ticks);
      clearTimeout(timer);
    };
  }, [fold, source]);
  return { session, link, command: source.command };
}

function open(tabId: number) {
  const connect = () => browser.runtime.connect({ name: panelPort(tabId) }) as PanelPort;
  return {
    fold: new SessionFold({ kind: 'live', tabId }),
    source: createLiveSource({ connect, setTimeout: (run, ms) => setTimeout(run, ms) }),
  };
}
