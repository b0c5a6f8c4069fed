import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

const deviceRow = z.object({
  device_id: z.string(),
  user_agent: z.string(),
  locale: z.string().nullable(),
  first_seen_at: z.int(),
  last_seen_at: z.int(),
});
export type DeviceRow = z.infer<typeof deviceRow>;

/** A contact's devices, the latest first. */
export function selectDevices(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
): Promise<readonly DeviceRow[]> {
  return db.any(sql.type(deviceRow)`
    SELECT d.device_id, d.user_agent, d.locale,
      epoch_ms(d.first_seen_at) AS first_seen_at, epoch_ms(d.last_seen_at) AS last_seen_at
    FROM devices d
    WHERE d.company_id = ${companyId} AND d.contact_id = ${contactId}
    ORDER BY d.last_seen_at DESC, d.device_id
  `);
}

const mergeRow = z.object({
  merged_contact_id: z.string(),
  merged_name: z.string().nullable(),
  merged_at: z.int(),
});
export type MergeRow = z.infer<typeof mergeRow>;

/** The contacts that were merged into this one, the latest first. */
export function selectMerges(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
): Promise<readonly MergeRow[]> {
  return db.any(sql.type(mergeRow)`
    SELECT m.merged_contact_id, m.merged_name, epoch_ms(m.merged_at) AS merged_at
    FROM contact_merges m
    WHERE m.company_id = ${companyId} AND m.contact_id = ${contactId}
    ORDER BY m.merged_at DESC, m.merged_contact_id
  `);
}

const surveyRow = z.object({
  conversation_id: z.string(),
  cycle: z.int(),
  dismissed: z.boolean(),
  rating: z.int().nullable(),
  comment: z.string().nullable(),
  answered_at: z.int(),
});
export type SurveyRow = z.infer<typeof surveyRow>;

/** A contact's answers to surveys, the latest first. */
export function selectSurveys(
  db: CommonQueryMethods,
  companyId: string,
  contactId: string,
): Promise<readonly SurveyRow[]> {
  return db.any(sql.type(surveyRow)`
    SELECT s.conversation_id, s.cycle, s.dismissed, s.rating, s.comment, epoch_ms(s.answered_at) AS answered_at
    FROM surveys s
    JOIN conversations c ON c.company_id = s.company_id AND c.conversation_id = s.conversation_id
    WHERE s.company_id = ${companyId} AND c.contact_id = ${contactId}
    ORDER BY s.answered_at DESC, s.conversation_id, s.cycle DESC
  `);
}
