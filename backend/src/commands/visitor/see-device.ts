import type { CommonQueryMethods } from 'slonik';
import { touchDevice } from '../../sql/touch-device.ts';
import type { VisitorCaller } from '../contract.ts';

/** As long as any browser's, and no longer. */
const userAgentCharsMax = 512;
const localeCharsMax = 35;

/** Notes that the contact was seen on this device. */
export function seeDevice(
  db: CommonQueryMethods,
  caller: VisitorCaller,
  contactId: string,
  deviceId: string,
): Promise<void> {
  return touchDevice(db, {
    companyId: caller.companyId,
    contactId,
    deviceId,
    userAgent: caller.userAgent.slice(0, userAgentCharsMax),
    locale: caller.locale?.slice(0, localeCharsMax) ?? null,
  });
}
