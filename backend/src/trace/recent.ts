/** A map that holds so many values and no more. */
export interface Recent<Value> {
  /** Removes and returns. */
  take(key: string): Value | undefined;
  /** Adds as the newest; the oldest is forgotten where there are too many. The key must not be there. */
  put(key: string, value: Value): void;
}

export function createRecent<Value>(valuesMax: number): Recent<Value> {
  const values = new Map<string, Value>();
  return {
    take: (key) => {
      const value = values.get(key);
      if (value !== undefined) values.delete(key);
      return value;
    },
    put: (key, value) => {
      values.set(key, value);
      if (values.size > valuesMax) values.delete(values.keys().next().value as string);
    },
  };
}
