import type { z } from 'zod';
import { agentRoutes } from './agent-routes.ts';
import { visitorRoutes } from './visitor-routes.ts';

/** Every HTTP route of the system, by name. */
export const routes = { ...visitorRoutes, ...agentRoutes };

export type Routes = typeof routes;
export type RouteName = keyof Routes;
export type VisitorRouteName = keyof typeof visitorRoutes;
export type AgentRouteName = keyof typeof agentRoutes;

type Part<Name extends RouteName, Key extends string, Empty> =
  Routes[Name] extends Record<Key, infer Schema>
    ? Schema extends z.ZodType
      ? z.infer<Schema>
      : Empty
    : Empty;

export type Params<Name extends RouteName> = Part<Name, 'params', Record<string, never>>;
export type Query<Name extends RouteName> = Part<Name, 'query', Record<string, never>>;
export type Body<Name extends RouteName> = Part<Name, 'body', undefined>;
export type Answer<Name extends RouteName> = z.infer<Routes[Name]['answer']>;
