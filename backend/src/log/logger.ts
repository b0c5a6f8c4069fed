import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import { prettyOptions } from './pretty-options.ts';

export type Log = Logger;

export interface LogOptions {
  level: string;
  /** Calm, coloured lines for a person at a terminal; JSON otherwise. */
  forPeople?: boolean;
  destination?: DestinationStream;
}

/** The one logger of a process: one JSON object per line on standard output. */
export function createLog({ level, forPeople = false, destination }: LogOptions): Log {
  const options = {
    level,
    base: undefined,
    timestamp: () => `,"time":${JSON.stringify(new Date().toISOString())}`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
  };
  return pino(
    options,
    destination ?? (forPeople ? pretty(prettyOptions) : pino.destination({ sync: false })),
  );
}

/** What we log of an error. Named fields only: drivers hang statements and their values (tokens, texts) on errors. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
