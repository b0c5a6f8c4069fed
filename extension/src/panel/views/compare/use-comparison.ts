import { useCallback, useEffect, useState } from 'react';
import { countUntil } from '../../model/ordered.ts';
import type { Load } from '../../model/session.ts';
import type { PanelActions } from '../../store/actions.ts';
import { useActions, usePanel } from '../../store/panel-context.ts';
import { type Belief, beliefOfModel, beliefOfTrace, lastSaidByServer } from './belief.ts';
import { readTruth } from './database-truth.ts';

export interface Compared {
  widget: Belief | undefined;
  /** Where the widget's side comes from. */
  widgetFrom: 'model' | 'trace';
  truth: Belief | undefined;
  /** Where the other side comes from. */
  truthFrom: 'database' | 'trace';
  /** Why the database, or the page, could not be asked. */
  sentence: string | null;
  isAsking: boolean;
  askAgain(): void;
}

interface Asked {
  traceId: string;
  widget?: Belief | undefined;
  truth?: Belief | undefined;
  sentence: string | null;
}

/**
 * Both sides, as near to now as they can be had: the model of a page that is there, the database for a signed-in agent.
 * At an earlier moment, and for what cannot be asked, the trace tells both.
 */
export function useComparison(load: Load): Compared {
  const actions = useActions();
  const moment = usePanel((state) => state.ui.moment);
  const isSignedIn = usePanel((state) => state.server.name === 'signed_in');
  const isAlive = usePanel(
    ({ session }) => load.documentId !== null && session.documents.get(load.documentId)?.life === 'alive',
  );
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isAsking, setAsking] = useState(false);
  const { traceId, documentId } = load;
  const contactId = load.fields.contactId;

  const askAgain = useCallback(async () => {
    setAsking(true);
    const pageId = isAlive ? documentId : null;
    const answers = await askBoth(actions, { pageId, traceId, contactId: isSignedIn ? contactId : null });
    setAsked({ traceId, ...answers });
    setAsking(false);
  }, [actions, documentId, traceId, contactId, isAlive, isSignedIn]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a badge told anew is a reason to ask again
  useEffect(() => void askAgain(), [askAgain, load.byKind.get('unread')?.length]);

  const isNow = moment === null && asked?.traceId === traceId;
  const events = moment === null ? load.events : load.events.slice(0, countUntil(load.events, moment));
  const model = isNow ? asked.widget : undefined;
  const database = isNow ? asked.truth : undefined;
  return {
    widget: model ?? beliefOfTrace(events),
    widgetFrom: model ? 'model' : 'trace',
    truth: database ?? lastSaidByServer(events),
    truthFrom: database ? 'database' : 'trace',
    sentence: isNow ? asked.sentence : null,
    isAsking,
    askAgain: () => void askAgain(),
  };
}

async function askBoth(
  actions: PanelActions,
  { pageId, traceId, contactId }: { pageId: string | null; traceId: string; contactId: string | null },
): Promise<Omit<Asked, 'traceId'>> {
  let sentence: string | null = null;
  let widget: Belief | undefined;
  let truth: Belief | undefined;
  if (contactId !== null) {
    try {
      truth = await readTruth(readerOf(actions), contactId, Date.now());
    } catch (error) {
      sentence = error instanceof Error ? error.message : String(error);
    }
  }
  // The database first: what the widget hears meanwhile must not look like a difference.
  if (pageId !== null) {
    const answer = await actions.command(pageId, { type: 'model', traceId });
    if (answer.ok) widget = beliefOfModel(answer.value, Date.now());
    else sentence = answer.sentence;
  }
  return { widget, truth, sentence };
}

function readerOf({ readServer }: PanelActions) {
  const whole = <Body>(answer: { ok: true; body: Body } | { ok: false; sentence: string }): Body => {
    if (answer.ok) return answer.body;
    throw new Error(answer.sentence);
  };
  return {
    contact: async (contactId: string) => whole(await readServer('contact', { contactId })),
    thread: async (conversationId: string) => whole(await readServer('thread', { conversationId })),
  };
}
