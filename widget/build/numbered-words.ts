/**
 * The words of a plain chat that travel without their names: each is the number of its place here, in a language's file as
 * in the code. A script that outlives a release gets the words of today, so a number means the same word for ever: new
 * ones come last, and the place of one that goes stays (`null`).
 */
export const numberedWords: readonly (string | null)[] = [
  'open',
  'close',
  'home',
  'messages',
  'back',
  'unread',
  'you',
  'retry',
  'busy',
  'soundOn',
  'soundOff',
  'startTitle',
  'startText',
  'write',
  'send',
  'sending',
  'held',
  'retrying',
  'typing',
  'newMessages',
  'latest',
  'bootFailed',
];

/** What the code says by a name that it only has at run time: never a numbered word. */
export const saidByName =
  /^(?:(?:conversation\.)?status|delivery|key|name|error|archivedReason \?\? 'agent'|(?:rate|reason)Key\(.*\))$/;
