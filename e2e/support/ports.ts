import { choosePorts } from '../../backend/src/start/choose-ports.ts';

const attemptsMax = 50;
/** Below the range from which systems hand out ports by themselves, so that nobody gets one between two starts. */
const from = 20_000;
const to = 32_000;

/** The first of `count` neighbouring ports that are free now. */
export async function findFreeBase(count: number): Promise<number> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const base = from + Math.floor(Math.random() * (to - from));
    const wanted = Array.from({ length: count }, (_, index) => base + index);
    const chosen = await choosePorts(wanted, '127.0.0.1');
    if (chosen.every(({ taken }) => !taken)) return base;
  }
  throw new Error('unable to find free ports');
}
