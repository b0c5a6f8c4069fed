import { type DatabasePool, type FragmentSqlToken, sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';
import { type Check, type Finding, findingsMax, type Range } from './check.ts';
import { identityChecks } from './checks/identity.ts';
import { lifecycleChecks } from './checks/lifecycle.ts';
import { messageChecks } from './checks/messages.ts';
import { sessionChecks } from './checks/sessions.ts';
import { startingChecks } from './checks/starting.ts';

export const checks: readonly Check[] = [
  ...startingChecks,
  ...messageChecks,
  ...sessionChecks,
  ...lifecycleChecks,
  ...identityChecks,
];

/** What was found of one promise in one company. */
export interface AuditResult {
  ruleId: string;
  companyId: string;
  findings: Finding[];
  /** Beyond those kept. */
  findingsDropped: number;
}

export interface AuditReport {
  /** How many rows were walked along. */
  companies: { companyId: string; conversations: number; contacts: number }[];
  /** Every promise of every company, broken or not. */
  results: AuditResult[];
}

const batchRows = 2_000;
const statementTimeoutMs = 30_000;
const lastUuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Holds the database to its promises: read-only, a stretch of rows at a time, each on a snapshot of its own, so that
 * nobody who writes waits and nothing is kept from being cleaned up. Throws what the database throws.
 */
export async function audit(pool: DatabasePool, only: { companyId?: string } = {}): Promise<AuditReport> {
  const report: AuditReport = { companies: [], results: [] };
  for (const companyId of await selectCompanies(pool, only.companyId)) {
    const results = new Map<string, AuditResult>();
    for (const { ruleId } of checks) {
      results.set(ruleId, { ruleId, companyId, findings: [], findingsDropped: 0 });
    }
    const counts = { conversations: 0, contacts: 0 };
    for (const along of ['contacts', 'conversations'] as const) {
      counts[along] = await walk(pool, companyId, along, results);
    }
    report.companies.push({ companyId, ...counts });
    report.results.push(...results.values());
  }
  return report;
}

async function walk(
  pool: DatabasePool,
  companyId: string,
  along: Check['along'],
  results: ReadonlyMap<string, AuditResult>,
): Promise<number> {
  const own = checks.filter((check) => check.along === along);
  let rows = 0;
  let after: string | null = null;
  for (;;) {
    const stretch: Stretch = await onSnapshot(pool, async (tx) => {
      const next = await findStretch(tx, companyId, along, after);
      const range: Range = { companyId, holds: (column) => within(column, after, next.upTo) };
      for (const check of own) add(results.get(check.ruleId), await check.find(tx, range));
      return next;
    });
    rows += stretch.rows;
    if (stretch.upTo === lastUuid) return rows;
    after = stretch.upTo;
  }
}

interface Stretch {
  upTo: string;
  rows: number;
}

/** The last stretch goes to the end of all ids: rows whose conversation or contact is missing lie somewhere, too. */
async function findStretch(
  tx: Transaction,
  companyId: string,
  along: Check['along'],
  after: string | null,
): Promise<Stretch> {
  const id = sql.identifier([along === 'contacts' ? 'contact_id' : 'conversation_id']);
  const ids = await tx.one(sql.type(z.object({ rows: z.int(), last: z.string().nullable() }))`
    SELECT count(*)::int AS rows, (array_agg(r.id ORDER BY r.id DESC))[1] AS last
    FROM (
      SELECT t.${id} AS id FROM ${sql.identifier([along])} t
      WHERE t.company_id = ${companyId} AND ${within(sql.fragment`t.${id}`, after, lastUuid)}
      ORDER BY t.${id}
      LIMIT ${batchRows}
    ) r
  `);
  return { rows: ids.rows, upTo: ids.rows < batchRows || ids.last === null ? lastUuid : ids.last };
}

function within(column: FragmentSqlToken, after: string | null, upTo: string): FragmentSqlToken {
  const from = after === null ? sql.fragment`true` : sql.fragment`${column} > ${after}::uuid`;
  return sql.fragment`(${from} AND ${column} <= ${upTo}::uuid)`;
}

function add(result: AuditResult | undefined, found: readonly Finding[]): void {
  if (!result) throw new Error('a check has no place in the report');
  const room = findingsMax - result.findings.length;
  result.findings.push(...found.slice(0, room));
  result.findingsDropped += Math.max(0, found.length - room);
}

function onSnapshot<Result>(pool: DatabasePool, read: (tx: Transaction) => Promise<Result>): Promise<Result> {
  const nothing = z.object({});
  return pool.transaction(async (tx) => {
    await tx.query(sql.type(nothing)`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY`);
    const timeout = sql.literalValue(String(statementTimeoutMs));
    await tx.query(sql.type(nothing)`SET LOCAL statement_timeout = ${timeout}`);
    return read(tx);
  });
}

async function selectCompanies(pool: DatabasePool, only: string | undefined): Promise<string[]> {
  const which = only === undefined ? sql.fragment`true` : sql.fragment`company_id = ${only}`;
  const rows = await pool.any(sql.type(z.object({ company_id: z.string() }))`
    SELECT company_id FROM companies WHERE ${which} ORDER BY company_id
  `);
  return rows.map((row) => row.company_id);
}
