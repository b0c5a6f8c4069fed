import type { Agent } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { AgentRow } from '../sql/agents.ts';

export function presentAgent(row: AgentRow): Agent {
  return { agentId: row.agent_id, name: row.name, email: row.email };
}
