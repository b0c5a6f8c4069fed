import type { Blob, BlobLoad } from './blob-schema.ts';

/**
 * A blob as JSON text, in pieces: one event or storage entry a line, so that a person can read it and tools compare
 * it. No piece is larger than what stands on one line, whatever the size of the blob.
 */
export function* writeBlob(blob: Blob): Generator<string> {
  let before = '{\n';
  for (const [name, value] of Object.entries(blob)) {
    if (value === undefined) continue;
    yield `${before}${JSON.stringify(name)}:`;
    if (name === 'loads') yield* writeList(blob.loads, writeLoad);
    else if (Array.isArray(value)) yield* writeList(value, writeLine);
    else yield JSON.stringify(value);
    before = ',\n';
  }
  yield '\n}\n';
}

function* writeLoad(load: BlobLoad): Generator<string> {
  const { events, fieldSets, storage, ...head } = load;
  yield `${JSON.stringify(head).slice(0, -1)},"storage":`;
  if (storage === null) yield 'null';
  else yield* writeList(storage, writeLine);
  yield ',"fieldSets":';
  yield* writeList(fieldSets, writeLine);
  yield ',"events":';
  yield* writeList(events, writeLine);
  yield '}';
}

function* writeLine(value: unknown): Generator<string> {
  yield JSON.stringify(value);
}

function* writeList<Item>(
  items: readonly Item[],
  write: (item: Item) => Iterable<string>,
): Generator<string> {
  yield '[';
  for (const [i, item] of items.entries()) {
    yield i === 0 ? '\n' : ',\n';
    yield* write(item);
  }
  yield items.length === 0 ? ']' : '\n]';
}
