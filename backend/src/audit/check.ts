import type { CommonQueryMethods, FragmentSqlToken } from 'slonik';

/** Something in the database that breaks a promise. */
export interface Finding {
  /** What it is about, such as `conversation 0190…`. */
  subject: string;
  /** What is wrong with it, in a sentence. */
  detail: string;
}

/** A stretch of one company's rows, by the id that the check walks along. */
export interface Range {
  companyId: string;
  /** Condition on a column that holds such an id: that it lies in the stretch. */
  holds(column: FragmentSqlToken): FragmentSqlToken;
}

/** One way to look for what breaks a promise. */
export interface Check {
  /** A rule of shared/src/invariants/catalogue.ts. */
  ruleId: string;
  /** What it walks along: conversations for all that hangs on them, contacts for the rest. */
  along: 'conversations' | 'contacts';
  /** Reads only. At most `findingsMax` of what it finds in the stretch. */
  find(db: CommonQueryMethods, range: Range): Promise<readonly Finding[]>;
}

/** Findings of one check in one stretch. */
export const findingsMax = 100;
