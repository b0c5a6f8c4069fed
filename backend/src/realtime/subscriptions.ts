/** A set of subscribers per key; empty sets are forgotten. */
export class Subscriptions<Subscriber> {
  readonly #byKey = new Map<string, Set<Subscriber>>();

  /** Returns the function that ends the subscription. */
  add(key: string, subscriber: Subscriber): () => void {
    const set = this.#byKey.get(key) ?? new Set();
    this.#byKey.set(key, set);
    set.add(subscriber);
    return () => {
      set.delete(subscriber);
      if (set.size === 0 && this.#byKey.get(key) === set) this.#byKey.delete(key);
    };
  }

  /** Those subscribed now; whoever comes or goes while they are told is not in the way. */
  of(key: string): readonly Subscriber[] {
    const set = this.#byKey.get(key);
    return set ? [...set] : [];
  }

  count(key: string): number {
    return this.#byKey.get(key)?.size ?? 0;
  }

  get keys(): number {
    return this.#byKey.size;
  }
}
