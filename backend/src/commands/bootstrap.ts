import { presentWidgetConfig } from '../presenters/present-widget-config.ts';
import { findVisitor } from '../sql/find-visitor.ts';
import type { VisitorCommand } from './contract.ts';
import { readSnapshot } from './visitor/read-snapshot.ts';
import { requireWidget } from './visitor/require-widget.ts';

/** What a page load needs. Writes nothing; for a device without a token it reads the widget and nothing else. */
export const bootstrap: VisitorCommand<'bootstrap'> = async (context, caller, input) => {
  const { pool } = context;
  const { query } = input;
  const widget = presentWidgetConfig(await requireWidget(pool, caller));
  const base = { widget, serverTime: Date.now() };
  const deviceId = query.deviceId ?? null;
  if (!caller.tokenHash) {
    return { answer: { ...base, token: 'none', snapshot: null }, happenings: [], fields: { deviceId } };
  }
  const visitor = await findVisitor(pool, caller.companyId, caller.tokenHash);
  if (!visitor || visitor.revoked) {
    const token = visitor ? 'revoked' : 'unknown';
    return { answer: { ...base, token, snapshot: null }, happenings: [], fields: { deviceId } };
  }
  const read = await readSnapshot(pool, caller.companyId, visitor.contactId, query.focus ?? null);
  // Whose token it is has changed between two looks. It changes once: the next one sees it.
  if (!read) return bootstrap(context, caller, input);
  return {
    answer: { ...base, token: 'valid', snapshot: read.snapshot },
    happenings: [],
    fields: { ...read.fields, deviceId: deviceId ?? visitor.deviceId },
  };
};
