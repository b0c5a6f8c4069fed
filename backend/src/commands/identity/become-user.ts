import type { StatusChange } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { Body } from '@hilo/shared/protocol/routes.ts';
import type { Transaction } from '../../db/transact.ts';
import { HiloError } from '../../hilo-error.ts';
import { nameTokenHash } from '../../identity/hash-token.ts';
import type { ProvenIdentity } from '../../identity/verify-proof.ts';
import { type LockedContact, lockContact } from '../../sql/lock-contact.ts';
import { revokeTokensOfContact } from '../../sql/revoke-tokens.ts';
import { findVerifiedContactId, insertContact } from '../../sql/verified-contacts.ts';
import { insertToken, type LockedToken, replaceToken } from '../../sql/visitor-tokens.ts';
import { changeProfile, writeProfile } from '../change/change-profile.ts';
import { beginChange } from '../change/contact-change.ts';
import { finishChange } from '../change/finish-change.ts';
import type { CommandContext, Happening, VisitorCaller } from '../contract.ts';
import { requireWidget } from '../visitor/require-widget.ts';
import { identifiedProfile } from './identified-profile.ts';
import { mergeContact, mergeVersion } from './merge-contact.ts';
import type { ResolvedTokens } from './resolve-tokens.ts';

interface Identification {
  body: Body<'identify'>;
  proven: ProvenIdentity;
  nextHash: Buffer;
  tokens: ResolvedTokens;
}

export interface Became {
  contactId: string;
  switched: boolean;
  mergedContactId: string | null;
  happenings: Happening[];
  statusChanges: readonly StatusChange[];
}

/** Who the caller is from now on, with the token rotated and everything moved. The user's id is locked. */
export async function becomeUser(
  tx: Transaction,
  context: CommandContext,
  caller: VisitorCaller,
  what: Identification,
): Promise<Became> {
  const { companyId } = caller;
  const { proven, tokens } = what;
  const verifiedId = await findVerifiedContactId(tx, companyId, proven.userId);
  if (tokens.isRetry && verifiedId) {
    return { ...relate(tokens.old, verifiedId), happenings: [], statusChanges: [] };
  }

  const people = await lockPeople(tx, companyId, verifiedId, tokens.old);
  const { survivor, merged } = people;
  const version = merged ? mergeVersion(survivor, merged) : undefined;
  const change = beginChange(tx, context, companyId, survivor, version);
  const profile = identifiedProfile(survivor, proven, what.body.traits, merged);
  if (merged) {
    await mergeContact(change, merged, (await requireWidget(tx, caller)).policy);
    await writeProfile(change, profile);
  } else {
    await changeProfile(change, profile);
  }
  const revoked = await rotateTokens(tx, caller, what, people);
  const finished = await finishChange(change);
  return {
    contactId: survivor.contactId,
    switched: people.switched,
    mergedContactId: merged?.contactId ?? null,
    happenings: [...finished.happenings, ...revoked],
    statusChanges: finished.statusChanges,
  };
}

/** What an earlier identify did, as the rows that it left tell. */
function relate(
  old: LockedToken | undefined,
  contactId: string,
): Omit<Became, 'happenings' | 'statusChanges'> {
  const isAlias = old !== undefined && old.contactId === contactId && old.madeForContactId !== contactId;
  return {
    contactId,
    switched: old !== undefined && old.contactId !== contactId,
    mergedContactId: isAlias ? old.madeForContactId : null,
  };
}

interface People {
  /** Who the caller becomes. */
  survivor: LockedContact;
  /** The anonymous contact that is to be merged into it. */
  merged?: LockedContact;
  /** Another verified contact is logged out. */
  switched: boolean;
}

/** Locks, in id order, whoever is to change. An anonymous contact that is the first to be this user just becomes it. */
async function lockPeople(
  tx: Transaction,
  companyId: string,
  verifiedId: string | undefined,
  old: LockedToken | undefined,
): Promise<People> {
  const anonymousId = old && old.userId === null ? old.contactId : undefined;
  const switched = old !== undefined && old.userId !== null && old.contactId !== verifiedId;
  if (!verifiedId) {
    const id = anonymousId ?? (await insertContact(tx, companyId));
    return { survivor: await getAnonymous(tx, companyId, id), switched };
  }
  const ids = anonymousId ? [verifiedId, anonymousId].sort() : [verifiedId];
  const locked = new Map<string, LockedContact>();
  for (const id of ids) {
    const get = id === anonymousId ? getAnonymous : getLocked;
    locked.set(id, await get(tx, companyId, id));
  }
  const survivor = locked.get(verifiedId);
  if (!survivor) throw new Error('a locked contact is missing');
  return { survivor, merged: anonymousId ? locked.get(anonymousId) : undefined, switched };
}

/** A contact that became somebody else while we waited for it is for the client to look at again. */
async function getLocked(tx: Transaction, companyId: string, contactId: string): Promise<LockedContact> {
  const contact = await lockContact(tx, companyId, contactId);
  if (contact?.contactId !== contactId) throw new HiloError('token_revoked');
  return contact;
}

async function getAnonymous(tx: Transaction, companyId: string, contactId: string): Promise<LockedContact> {
  const contact = await getLocked(tx, companyId, contactId);
  if (contact.userId !== null) throw new HiloError('token_revoked');
  return contact;
}

/** Keeps the next token and revokes the old, with every other of an anonymous contact that is no more. */
async function rotateTokens(
  tx: Transaction,
  caller: VisitorCaller,
  { body, nextHash, tokens }: Identification,
  { survivor, merged }: People,
): Promise<Happening[]> {
  const { companyId, tokenHash } = caller;
  const { contactId } = survivor;
  const { deviceId } = body;
  await insertToken(tx, { companyId, tokenHash: nextHash, contactId, deviceId });
  const revoked = merged ? await revokeTokensOfContact(tx, companyId, merged.contactId, nextHash) : [];
  if (tokenHash && !tokenHash.equals(nextHash)) {
    await replaceToken(tx, { companyId, tokenHash, contactId, deviceId }, nextHash);
    if (!merged) revoked.push(tokenHash);
  }
  if (revoked.length === 0) return [];
  const tokenHashes = revoked.map(nameTokenHash);
  return [{ kind: 'tokens_revoked', companyId, tokenHashes, contactId: tokens.old?.contactId ?? contactId }];
}
