import { type FreePort, findFreePort } from './ports.ts';

export interface ChosenPort extends FreePort {
  preferred: number;
}

/** A free port for each, none twice: neighbours prefer neighbours, and nobody listens yet. */
export async function choosePorts(preferred: readonly number[], host: string): Promise<ChosenPort[]> {
  const chosen: ChosenPort[] = [];
  for (const wanted of preferred) {
    let found = await findFreePort(wanted, host);
    while (chosen.some(({ port }) => port === found.port)) found = await findFreePort(found.port + 1, host);
    chosen.push({ preferred: wanted, port: found.port, taken: wanted !== 0 && found.port !== wanted });
  }
  return chosen;
}
