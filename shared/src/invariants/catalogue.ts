import type { Rule } from './rule.ts';
import {
  prechatIsRequired,
  prechatKeepsContact,
  prechatOnlyWhenMissing,
  surveyChangesNothing,
  surveyOwnConversation,
} from './rules/association.ts';
import {
  companyNeverChanges,
  contactChangesByIdentity,
  deviceStable,
  noSecretInAddress,
  noSecretInFrame,
  oldIdentityDropped,
} from './rules/identity.ts';
import {
  operationsEnd,
  requestsBelongToOperations,
  tenFieldsComplete,
  traceparentEverywhere,
} from './rules/instrumentation.ts';
import { legalTransitions, serverStatusLegal, stateMatchesServer } from './rules/lifecycle.ts';
import { readMarkForward, readOnlyWhenLooking, unreadFromServer, unreadIsExact } from './rules/reading.ts';
import {
  holeMeansSync,
  lossIsNoticed,
  nothingStuck,
  resyncAfterReconnect,
  syncFailureVisible,
  versionNeverBack,
} from './rules/resync.ts';
import { receivedIsShown, shownOnce } from './rules/screen.ts';
import {
  clientMessageIdUnique,
  pendingNeverVanishes,
  retryKeepsId,
  sendHasClientMessageId,
  sentEnds,
  seqWithoutHoles,
} from './rules/sending.ts';
import { sessionMapsToOne, socketSessionResolves, startNamesConversation } from './rules/sessions.ts';
import {
  doubleClickIsOneStart,
  oneIntentionOneConversation,
  oneOpenConversation,
  startIsIdempotent,
} from './rules/starting.ts';

/** Every promise that a trace can be held to. */
export const catalogue: readonly Rule[] = [
  oneOpenConversation,
  startIsIdempotent,
  oneIntentionOneConversation,
  doubleClickIsOneStart,
  unreadFromServer,
  unreadIsExact,
  readMarkForward,
  readOnlyWhenLooking,
  clientMessageIdUnique,
  sendHasClientMessageId,
  retryKeepsId,
  seqWithoutHoles,
  sentEnds,
  pendingNeverVanishes,
  shownOnce,
  receivedIsShown,
  resyncAfterReconnect,
  nothingStuck,
  holeMeansSync,
  versionNeverBack,
  lossIsNoticed,
  syncFailureVisible,
  companyNeverChanges,
  contactChangesByIdentity,
  deviceStable,
  noSecretInAddress,
  noSecretInFrame,
  oldIdentityDropped,
  prechatOnlyWhenMissing,
  prechatIsRequired,
  prechatKeepsContact,
  surveyOwnConversation,
  surveyChangesNothing,
  legalTransitions,
  stateMatchesServer,
  serverStatusLegal,
  sessionMapsToOne,
  socketSessionResolves,
  startNamesConversation,
  tenFieldsComplete,
  traceparentEverywhere,
  operationsEnd,
  requestsBelongToOperations,
];
