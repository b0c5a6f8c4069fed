import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

export interface Password {
  value: string;
  /** True where there was none yet, so that data made before does not know it. */
  isNew: boolean;
}

/** The superuser's password, kept beside the data, readable by the person who runs the server alone. */
export async function readOrCreatePassword(path: string): Promise<Password> {
  const kept = await findPassword(path);
  if (kept) return { value: kept, isNew: false };
  const value = randomBytes(24).toString('base64url');
  await writeFile(path, `${value}\n`, { mode: 0o600 });
  return { value, isNew: true };
}

export async function findPassword(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.trim() || undefined;
}
