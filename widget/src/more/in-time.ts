const patienceMs = 3_000;

/** Rejects where this has not come after `patienceMs`. */
export function inTime<Result>(what: Promise<Result>): Promise<Result> {
  return Promise.race([what, new Promise<never>((_, late) => setTimeout(late, patienceMs))]);
}
