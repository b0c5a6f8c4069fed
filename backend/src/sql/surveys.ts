import { sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';

export interface SurveyAnswer {
  dismissed: boolean;
  /** 1–5; null where dismissed. */
  rating: number | null;
  comment: string | null;
}

export interface SurveyKey {
  companyId: string;
  conversationId: string;
  cycle: number;
}

/** How a cycle's survey was answered, if it was. */
export async function findSurvey(tx: Transaction, key: SurveyKey): Promise<SurveyAnswer | undefined> {
  const found = await tx.maybeOne(sql.type(
    z.object({ dismissed: z.boolean(), rating: z.int().nullable(), comment: z.string().nullable() }),
  )`
    SELECT s.dismissed, s.rating, s.comment FROM surveys s
    WHERE s.company_id = ${key.companyId} AND s.conversation_id = ${key.conversationId} AND s.cycle = ${key.cycle}
  `);
  return found ?? undefined;
}

/** Keeps the answer to a cycle's survey; the header changes with it. */
export async function insertSurvey(
  tx: Transaction,
  key: SurveyKey,
  answer: SurveyAnswer,
  by: { deviceId: string; traceparent: string; version: number },
): Promise<void> {
  await tx.query(sql.type(z.object({}))`
    WITH answered AS (
      INSERT INTO surveys
        (company_id, conversation_id, cycle, dismissed, rating, comment, device_id, traceparent, answered_at)
      VALUES (
        ${key.companyId}, ${key.conversationId}, ${key.cycle}, ${answer.dismissed}, ${answer.rating},
        ${answer.comment}, ${by.deviceId}, ${by.traceparent}, clock_timestamp()
      )
    )
    UPDATE conversations SET version = ${by.version}
    WHERE company_id = ${key.companyId} AND conversation_id = ${key.conversationId}
  `);
}
