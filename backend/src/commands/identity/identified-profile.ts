import type { Body } from '@hilo/shared/protocol/routes.ts';
import type { ProvenIdentity } from '../../identity/verify-proof.ts';
import type { LockedContact } from '../../sql/lock-contact.ts';
import type { Profile } from '../../sql/update-profile.ts';

/**
 * Who a contact is once identified: what the proof says, then what the page says, then what was known, then what the
 * anonymous visitor typed. An e-mail counts as verified only where the proof carries it, and nothing unproven replaces
 * such a one.
 */
export function identifiedProfile(
  contact: LockedContact,
  proven: ProvenIdentity,
  traits: Body<'identify'>['traits'],
  merged: LockedContact | undefined,
): Profile {
  return {
    userId: proven.userId,
    name: proven.name ?? traits.name ?? contact.name ?? merged?.name ?? null,
    phone: proven.phone ?? traits.phone ?? contact.phone ?? merged?.phone ?? null,
    ...identifiedEmail(contact, proven, traits.email, merged),
  };
}

function identifiedEmail(
  contact: LockedContact,
  proven: ProvenIdentity,
  said: string | undefined,
  merged: LockedContact | undefined,
): Pick<Profile, 'email' | 'emailVerified'> {
  if (proven.email !== undefined) return { email: proven.email, emailVerified: true };
  if (contact.emailVerified) return { email: contact.email, emailVerified: true };
  return { email: said ?? contact.email ?? merged?.email ?? null, emailVerified: false };
}
