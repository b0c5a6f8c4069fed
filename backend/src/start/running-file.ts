import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const runningFileName = 'running.json';

/** What `npm start` serves and where, for programs: tools and browser tests. */
export interface Running {
  pid: number;
  /** The server itself. */
  serverOrigin: string;
  /** Where browsers reach it: the same, or HILO_PUBLIC_ORIGIN. */
  publicOrigin: string;
  shopOrigin: string;
  appOrigin: string;
  inboxUrl: string;
  logins: { company: string; emails: string[] }[];
  password: string;
}

/** Writes `<dataDir>/running.json`, whole or not at all. Resolves with what removes it. */
export async function writeRunningFile(dataDir: string, running: Running): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, runningFileName);
  const draft = `${path}.${running.pid}`;
  await writeFile(draft, `${JSON.stringify(running, null, 2)}\n`);
  await rename(draft, path);
  return () => rm(path, { force: true });
}
