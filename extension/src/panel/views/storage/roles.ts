/** What a key of localStorage is for, by docs/source-of-truth.md; a test holds the two together. */
export interface KeyRole {
  /** The beginning of the key, before `-<widgetId>`. */
  name: string;
  role: 'identity' | 'outbox' | 'cache' | 'prefill' | 'survey';
  /** What is in it. */
  what: string;
  /** Whether it may decide anything. */
  decides: string;
  /** What happens when it is lost. */
  lost: string;
  /** What happens when it is corrupt, or another visitor's. */
  broken: string;
}

export const keyRoles: readonly KeyRole[] = [
  {
    name: 'chatDevice',
    role: 'identity',
    what: 'The device id and the visitor’s token. The token is shown as a placeholder.',
    decides: 'Yes: who the visitor is. It is the one thing that a browser must keep.',
    lost: 'They become a new anonymous visitor. A verified one gets everything back by identifying.',
    broken: 'It is ignored and removed; the next identify or first write makes a new one.',
  },
  {
    name: 'chatOutbox',
    role: 'outbox',
    what: 'One message on its way: its text, its conversation, and when it was written.',
    decides: 'It is the only copy of the message until the server has it.',
    lost: 'A message that was not sent yet is lost; a sent one is in the database.',
    broken: 'It is ignored and removed. One of another contact stays unseen, and is never sent by this one.',
  },
  {
    name: 'chatCache',
    role: 'cache',
    what: 'The last snapshot, drafts, which screen was open, and the sound.',
    decides:
      'No. It is drawn at once on load; the first answer replaces it. Its unread count is only a picture.',
    lost: 'A moment of skeleton on load; drafts are gone.',
    broken: 'It is ignored and removed. It is sealed to its token, so another visitor’s does not fit.',
  },
  {
    name: 'chatVisitorProfile',
    role: 'prefill',
    what: 'What was typed in prechat.',
    decides: 'No. It fills in the form. It neither skips prechat nor touches a merge.',
    lost: 'The form is empty.',
    broken: 'It is ignored and removed.',
  },
  {
    name: 'chatSurveyState',
    role: 'survey',
    what: 'Answers begun or not yet sent, by conversation and cycle.',
    decides: 'No. It opens and creates nothing.',
    lost: 'The stars are empty again, unless it was sent.',
    broken: 'It is ignored and removed.',
  },
];

/** The role of a key; undefined for one that the widget does not know. */
export function findRole(key: string): KeyRole | undefined {
  return keyRoles.find(({ name }) => key.startsWith(`${name}-`));
}

/** The keys that a widget may have, whether it has them or not; messages on their way have one each, and are left out. */
export function keysOfWidget(widgetId: string): string[] {
  return keyRoles.filter(({ role }) => role !== 'outbox').map(({ name }) => `${name}-${widgetId}`);
}

/** Whether it is one of the keys that the panel may change: the widget's own, and nothing else of the page. */
export function isWidgetKey(key: string): boolean {
  return /^chat[A-Za-z]+-\S+$/.test(key) && key.length <= 300;
}
