import type { AgentRouteName, Answer, VisitorRouteName } from '@hilo/shared/protocol/routes.ts';
import { addNote } from '../commands/add-note.ts';
import { agentRead } from '../commands/agent-read.ts';
import { agentTrace } from '../commands/agent-trace.ts';
import { answerSurvey } from '../commands/answer-survey.ts';
import { assign } from '../commands/assign.ts';
import { bootstrap } from '../commands/bootstrap.ts';
import { contact } from '../commands/contact.ts';
import type {
  AgentCommand,
  CommandContext,
  CommandResult,
  Input,
  VisitorCommand,
} from '../commands/contract.ts';
import { earlierMessages } from '../commands/earlier-messages.ts';
import { getConversation } from '../commands/get-conversation.ts';
import { identify } from '../commands/identify.ts';
import { inbox } from '../commands/inbox.ts';
import { inboxSync } from '../commands/inbox-sync.ts';
import { listConversations } from '../commands/list-conversations.ts';
import { listMessages } from '../commands/list-messages.ts';
import { logout } from '../commands/logout.ts';
import { markRead } from '../commands/mark-read.ts';
import { me } from '../commands/me.ts';
import { prechat } from '../commands/prechat.ts';
import { readTrace } from '../commands/read-trace.ts';
import { redact } from '../commands/redact.ts';
import { reopen } from '../commands/reopen.ts';
import { reply } from '../commands/reply.ts';
import { resolveSession } from '../commands/resolve-session.ts';
import { sendMessage } from '../commands/send-message.ts';
import { signIn } from '../commands/sign-in.ts';
import { signOut } from '../commands/sign-out.ts';
import { solve } from '../commands/solve.ts';
import { startSession } from '../commands/start-session.ts';
import { sync } from '../commands/sync.ts';
import { take } from '../commands/take.ts';
import { thread } from '../commands/thread.ts';

type PublicRouteName = 'signIn';

/** The command behind each of the widget's routes. */
export const visitorCommands: { [Name in VisitorRouteName]: VisitorCommand<Name> } = {
  bootstrap,
  startSession,
  resolveSession,
  listConversations,
  getConversation,
  listMessages,
  sendMessage,
  markRead,
  prechat,
  identify,
  logout,
  answerSurvey,
  sync,
  readTrace,
};

/** The command behind each route of a signed-in agent. */
export const agentCommands: { [Name in Exclude<AgentRouteName, PublicRouteName>]: AgentCommand<Name> } = {
  signOut,
  me,
  inbox,
  inboxSync,
  thread,
  earlierMessages,
  reply,
  addNote,
  take,
  assign,
  solve,
  reopen,
  agentRead,
  redact,
  contact,
  agentTrace,
};

/** The command behind each route that asks nobody who they are. */
export const publicCommands: {
  [Name in PublicRouteName]: (
    context: CommandContext,
    input: Input<Name>,
  ) => Promise<CommandResult<Answer<Name>>>;
} = { signIn };
