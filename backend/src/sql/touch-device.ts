import type { CommonQueryMethods } from 'slonik';
import { sql } from 'slonik';
import { z } from 'zod';

export interface DeviceSeen {
  companyId: string;
  contactId: string;
  deviceId: string;
  userAgent: string;
  locale: string | null;
}

/** Notes that a contact was seen on a device. Writes at most once a minute per device. */
export async function touchDevice(db: CommonQueryMethods, device: DeviceSeen): Promise<void> {
  await db.query(sql.type(z.object({}))`
    INSERT INTO devices (company_id, contact_id, device_id, user_agent, locale)
    VALUES (${device.companyId}, ${device.contactId}, ${device.deviceId}, ${device.userAgent}, ${device.locale})
    ON CONFLICT (company_id, contact_id, device_id) DO UPDATE SET
      user_agent = excluded.user_agent,
      locale = excluded.locale,
      last_seen_at = now()
    WHERE devices.last_seen_at < now() - interval '1 minute'
  `);
}
