import type { Log } from '../log/logger.ts';
import type { Bus, BusMessage } from './bus.ts';

/** The bus of a single node: listeners are called at once, in publishing order. */
export class InProcessBus implements Bus {
  readonly #listeners = new Set<(message: BusMessage) => void>();
  readonly #log: Log | undefined;

  constructor(log?: Log) {
    this.#log = log;
  }

  publish(messages: readonly BusMessage[]): void {
    for (const message of messages) {
      for (const listener of this.#listeners) this.#tell(listener, message);
    }
  }

  subscribe(listener: (message: BusMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** The command has committed: a listener that breaks must not make it look failed, nor keep others from hearing. */
  #tell(listener: (message: BusMessage) => void, message: BusMessage): void {
    try {
      listener(message);
    } catch (error) {
      this.#log?.error({ err: error }, 'unable to tell a listener what happened');
    }
  }
}
