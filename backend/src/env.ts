import { resolve } from 'node:path';
import { z } from 'zod';

/** What the person who runs Hilo can set. A variable that is set to nothing counts as not set. */
const schema = z.object({
  /** `postgres://user:password@host:port/name`. `npm start` runs a Postgres of its own where it is not set. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/.+/, 'must be an address like postgres://user:password@host:5432/hilo')
    .optional(),
  /** Port of API, WebSocket, widget and inbox. `npm start` takes another one where it is busy. */
  HILO_PORT: z.coerce
    .number('must be a port from 0 to 65535')
    .int('must be a port from 0 to 65535')
    .min(0, 'must be a port from 0 to 65535')
    .max(65_535, 'must be a port from 0 to 65535')
    .default(4100),
  /** Address to listen on. The production server: every address; `npm start`: this machine alone. */
  HILO_HOST: z.string().max(255).optional(),
  /** Where browsers reach this server, such as `https://chat.example.com`; the proxy's address, if there is one. */
  HILO_PUBLIC_ORIGIN: z
    .string()
    .refine(isOrigin, 'must be scheme and host without a path, like https://chat.example.com')
    .optional(),
  /** Folder of what `npm start` keeps: the data of its own Postgres. */
  HILO_DATA_DIR: z
    .string()
    .default('.hilo')
    .transform((path) => resolve(path)),
  /** How many proxies of yours stand in front; that many entries of X-Forwarded-For are believed. */
  HILO_TRUSTED_PROXIES: z.coerce
    .number('must be a number from 0 to 10')
    .int('must be a number from 0 to 10')
    .min(0, 'must be a number from 0 to 10')
    .max(10, 'must be a number from 0 to 10')
    .default(0),
  HILO_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be one of debug, info, warn, error, silent')
    .default('info'),
  /** Where set, `/metrics` asks for it as Bearer. */
  HILO_METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  /** How many days the server keeps its log's lines of each trace, for debug blobs and `hilo trace show`; 0 keeps none. */
  HILO_TRACE_DAYS: z.coerce
    .number('must be a number from 0 to 365')
    .min(0, 'must be a number from 0 to 365')
    .max(365, 'must be a number from 0 to 365')
    .default(7),
  /** Where spans are sent to with OTLP over HTTP (`/v1/traces` is added), such as `http://127.0.0.1:4318`. */
  HILO_OTLP_ENDPOINT: z
    .string()
    .refine(isHttpAddress, 'must be an address like http://127.0.0.1:4318')
    .optional(),
});

export interface Env {
  databaseUrl: string | null;
  port: number;
  host: string | null;
  publicOrigin: string | null;
  dataDir: string;
  trustedProxies: number;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  metricsToken: string | null;
  traceDays: number;
  otlpEndpoint: string | null;
}

/** A variable that cannot be used. `message` is the sentence for the person who set it. */
export class EnvError extends Error {
  override name = 'EnvError';
}

/**
 * Reads and checks the environment.
 * Throws `EnvError` with one sentence about the first bad variable. A value that may hold a password is not repeated.
 */
export function readEnv(variables: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new EnvError(sentenceOf(parsed.error.issues[0], given));
  const env = parsed.data;
  return {
    databaseUrl: env.DATABASE_URL ?? null,
    port: env.HILO_PORT,
    host: env.HILO_HOST ?? null,
    publicOrigin: env.HILO_PUBLIC_ORIGIN ?? null,
    dataDir: env.HILO_DATA_DIR,
    trustedProxies: env.HILO_TRUSTED_PROXIES,
    logLevel: env.HILO_LOG_LEVEL,
    metricsToken: env.HILO_METRICS_TOKEN ?? null,
    traceDays: env.HILO_TRACE_DAYS,
    otlpEndpoint: env.HILO_OTLP_ENDPOINT ?? null,
  };
}

const secretNames = new Set(['DATABASE_URL', 'HILO_METRICS_TOKEN', 'HILO_OTLP_ENDPOINT']);

function sentenceOf(
  issue: { path: PropertyKey[]; message: string } | undefined,
  given: Record<string, string | undefined>,
): string {
  const name = String(issue?.path[0] ?? '');
  const shown = secretNames.has(name) ? '' : ` (it is "${given[name] ?? ''}")`;
  return `unable to start; ${name} ${issue?.message ?? 'is wrong'}${shown}`;
}

function isHttpAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, origin } = new URL(value);
  return (protocol === 'http:' || protocol === 'https:') && origin === value.replace(/\/$/, '');
}
