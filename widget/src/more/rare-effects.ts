import type { Event, StoredKey } from '../core/events.ts';
import type { WidgetStorage } from '../edges/storage.ts';

/** What the widget lends for effects that few visitors ever cause. */
export interface RarePorts {
  readonly storage: WidgetStorage;
  readonly tail: { forget(): void };
  dispatch(event: Event): void;
  /** Removes a key, and tells the trace. */
  remove(key: StoredKey): void;
}

/** Effects of the part of the core that comes later: of leaving, of other tabs, of consent. */
export function rareEffects({ storage, tail, dispatch, remove }: RarePorts) {
  return {
    forget() {
      const { device: _stays, outbox, ...others } = storage.read();
      for (const id of Object.keys(outbox)) remove(`outbox:${id}`);
      for (const [key, value] of Object.entries(others)) if (value !== null) remove(key as StoredKey);
      tail.forget();
    },
    reread: () => dispatch({ type: 'reread', stored: storage.read() }),
    consent() {
      keep(storage, dispatch);
      dispatch({ type: 'persistence', persistent: storage.isPersistent() });
    },
  };
}

/** What this page holds may last, unless another tab keeps a device already. */
function keep(storage: WidgetStorage, dispatch: RarePorts['dispatch']): void {
  const { outbox, ...single } = storage.read();
  storage.persist();
  const device = storage.get('device');
  if (!storage.isPersistent() || device === single.device) return;
  if (device) {
    dispatch({ type: 'stored', key: 'device', value: device });
    return;
  }
  for (const [key, value] of Object.entries(single))
    if (value !== null) storage.write(key as StoredKey, value);
  for (const [id, value] of Object.entries(outbox)) storage.write(`outbox:${id}`, value);
}
