import type Koa from 'koa';
import type { AgentCaller, VisitorCaller } from '../commands/contract.ts';
import type { Operation } from '../log/operation-line.ts';
import type { FoundWidget } from './widget-cache.ts';

/** What the steps of a request hand on to the next ones. */
export interface RequestState {
  operation: Operation;
  /** The caller's address, IPv6 by its /64. */
  address: string;
  /** A route was reached: its one line is logged also where all went well. */
  isRoute: boolean;
  widget?: FoundWidget;
  visitor?: VisitorCaller;
  agent?: AgentCaller;
  input?: { params: unknown; query: unknown; body: unknown };
}

export type Middleware = Koa.Middleware<RequestState>;
export type Context = Koa.ParameterizedContext<RequestState>;

/** The operation a request belongs to, for what runs outside of a route as well. */
export function stateOf(ctx: Context): RequestState {
  return ctx.state;
}
