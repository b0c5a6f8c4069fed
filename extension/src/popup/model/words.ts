/** How a thing is doing: carries a colour, and always stands beside words. */
export type Tone = 'quiet' | 'wait' | 'active' | 'solved' | 'danger';

/** Something said in plain words, for people who do not program. */
export interface Said {
  words: string;
  tone: Tone;
}

const states: Record<string, Said> = {
  idle: { words: 'No conversation is on screen.', tone: 'quiet' },
  prechat: { words: 'The form before the chat is on screen.', tone: 'wait' },
  waiting: { words: 'The visitor is waiting for a reply.', tone: 'wait' },
  active: { words: 'An agent has the conversation.', tone: 'active' },
  solved: { words: 'The conversation is solved.', tone: 'solved' },
  survey: { words: 'The visitor is asked how it went.', tone: 'solved' },
};

/** What state the widget is in; a state that is not known is named as it is. */
export function sayState(state: string): Said {
  return states[state] ?? { words: `It says “${state}”, which this version does not know.`, tone: 'quiet' };
}

const connections: Record<string, Said> = {
  idle: { words: 'Not needed yet', tone: 'quiet' },
  connecting: { words: 'Connecting', tone: 'wait' },
  syncing: { words: 'Connected, fetching what was missed', tone: 'wait' },
  connected: { words: 'Live', tone: 'active' },
  waiting: { words: 'Lost; it tries again by itself', tone: 'danger' },
  polling: { words: 'Slow: it asks every few seconds', tone: 'wait' },
  offline: { words: 'This browser is offline', tone: 'danger' },
};

export function sayConnection(connection: string): Said {
  return connections[connection] ?? { words: connection || 'Not known yet', tone: 'quiet' };
}

/** Null: nobody has counted yet. */
export function sayUnread(count: number | null): string {
  if (count === null) return 'Not known yet';
  if (count === 0) return 'None';
  return count === 1 ? '1 message' : `${count} messages`;
}

/** How the promises stand. `tested`: put to the test by what happened. */
export function sayPromises({
  tested,
  broken,
  lost,
}: {
  tested: number;
  broken: number;
  lost: number;
}): Said {
  if (broken > 0)
    return { words: broken === 1 ? '1 promise broken' : `${broken} promises broken`, tone: 'danger' };
  if (lost > 0) {
    return {
      words: 'No promise seen broken, but part of what happened was not recorded.',
      tone: 'wait',
    };
  }
  if (tested === 0) return { words: 'Nothing has happened yet that could break a promise.', tone: 'quiet' };
  const kept =
    tested === 1 ? '1 promise put to the test: kept.' : `${tested} promises put to the test: all kept.`;
  return { words: kept, tone: 'active' };
}

/** A size in bytes, as people read it. */
export function sayBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
