/** Takes a blob from one version to the next. Pure; sees only what the checksum has vouched for. */
export type Migration = (blob: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/**
 * By the version they start from. Append-only: a blob that was copied once can be read for ever; each version has a
 * frozen fixture that says so. Version 1 is the first, so there is none yet.
 */
export const migrations: Readonly<Record<number, Migration>> = {};

/** The blob at version `to`, undefined where no chain of migrations leads there. */
export function migrateBlob(
  blob: Readonly<Record<string, unknown>>,
  to: number,
  table: Readonly<Record<number, Migration>> = migrations,
): Readonly<Record<string, unknown>> | undefined {
  let current = blob;
  for (let version = Number(blob['version']); version < to; version++) {
    const migration = table[version];
    if (!migration) return undefined;
    current = { ...migration(current), version: version + 1 };
  }
  return current;
}
