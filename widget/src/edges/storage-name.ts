import type { StoredKey } from '../core/events.ts';

const names: Readonly<Record<string, string>> = {
  device: 'chatDevice',
  cache: 'chatCache',
  profile: 'chatVisitorProfile',
  survey: 'chatSurveyState',
  outbox: 'chatOutbox',
};

/** The name of a key in the browser's storage, which all widgets of a site share. */
export function storageName(widgetId: string, key: StoredKey): string {
  const [kind = '', id] = key.split(':');
  return `${names[kind]}-${widgetId}${id ? `-${id}` : ''}`;
}
