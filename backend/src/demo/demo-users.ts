import { createHmac } from 'node:crypto';

/** A person who can sign in on a demo site. `userId` is the company's own id for them. */
export interface DemoUser {
  userId: string;
  name: string;
  email: string;
}

/** What a site hands to `Hilo('identify', …)`. `userHash` proves that the company itself names this person. */
export interface DemoIdentity extends DemoUser {
  userHash: string;
}

const usersByCompany: Record<string, DemoUser[]> = {
  alfar: [
    { userId: 'ana', name: 'Ana Ferrer', email: 'ana@example.com' },
    { userId: 'bruno', name: 'Bruno Sala', email: 'bruno@example.com' },
  ],
  norte: [
    { userId: 'vera', name: 'Vera Lind', email: 'vera@example.com' },
    { userId: 'tom', name: 'Tom Okafor', email: 'tom@example.com' },
  ],
};

/**
 * The signed identity of a demo user: `userHash` is HMAC-SHA256 (RFC 2104) of the user id under the company's secret, in
 * hex. A real site computes it for the person signed in, never for whoever is asked for.
 */
export function findDemoIdentity(
  companyId: string,
  secret: string,
  userId: string,
): DemoIdentity | undefined {
  const user = usersByCompany[companyId]?.find((candidate) => candidate.userId === userId);
  return user && { ...user, userHash: createHmac('sha256', secret).update(user.userId).digest('hex') };
}
