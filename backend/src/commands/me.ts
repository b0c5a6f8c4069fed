import { HiloError } from '../hilo-error.ts';
import { presentAgent } from '../presenters/present-agent.ts';
import { presentWidgetConfig } from '../presenters/present-widget-config.ts';
import { selectAgents } from '../sql/agents.ts';
import { findCompany } from '../sql/companies.ts';
import { selectWidgets } from '../sql/find-widget.ts';
import type { AgentCommand } from './contract.ts';

/** Who is signed in, with company, colleagues (oneself among them) and widgets. */
export const me: AgentCommand<'me'> = async ({ pool }, { companyId, agentId }) => {
  const [company, agents, widgets] = await Promise.all([
    findCompany(pool, companyId),
    selectAgents(pool, companyId),
    selectWidgets(pool, companyId),
  ]);
  const colleagues = agents.map(presentAgent);
  const agent = colleagues.find((colleague) => colleague.agentId === agentId);
  if (!agent || !company) throw new HiloError('agent_unauthorized');
  return {
    answer: {
      agent,
      companyId,
      companyName: company.name,
      colleagues,
      widgets: widgets.map(presentWidgetConfig),
      serverTime: Date.now(),
    },
    happenings: [],
    fields: { companyId },
  };
};
