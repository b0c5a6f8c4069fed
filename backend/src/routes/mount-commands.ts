import type { Auth, Route } from '@hilo/shared/protocol/route.ts';
import { type RouteName, routes } from '@hilo/shared/protocol/routes.ts';
import type Router from '@koa/router';
import type { CommandContext, CommandResult } from '../commands/contract.ts';
import { HiloError } from '../hilo-error.ts';
import { learn, tell, traceparentOf } from '../log/operation-line.ts';
import { recordStart } from '../log/record-operation.ts';
import { authenticate } from '../middlewares/authenticate.ts';
import { letAnyoneRead } from '../middlewares/origin.ts';
import type { Context, Middleware, RequestState } from '../middlewares/request-state.ts';
import type { Services } from '../services.ts';
import { traceLimits } from '../trace/trace-limits.ts';
import { aboutInput, aboutResult } from './about.ts';
import { admitWidget, takeAddressLimit, takeCallerLimits, takeSignInLimit } from './admit.ts';
import { agentCommands, publicCommands, visitorCommands } from './command-table.ts';
import { learnInput } from './learn-input.ts';
import { publishHappenings } from './publish.ts';
import { type RawInput, readInput } from './read-input.ts';

type AnyCommand = (...given: unknown[]) => Promise<CommandResult<unknown>>;

/** Puts every route of the table on the router. Throws where one is incomplete: such a server does not start. */
export function mountCommands(router: Router<RequestState>, services: Services): void {
  for (const [name, route] of Object.entries(routes) as [RouteName, Route][]) {
    assertComplete(name, route);
    const steps = pipeline(services, name, route);
    if (route.method === 'GET') router.get(route.path, ...steps);
    else router.post(route.path, ...steps);
  }
}

/** limit → origin → auth → limit → validate → command → answer */
function pipeline(services: Services, name: RouteName, route: Route): Middleware[] {
  return [
    begin(name, route),
    step((ctx) => takeAddressLimit(services, ctx)),
    step((ctx) => (isVisitorRoute(route) ? admitWidget(services, ctx) : undefined)),
    step((ctx) => authenticate(services, route.auth, ctx)),
    step((ctx) => takeCallerLimits(services, route, ctx)),
    step(async (ctx) => {
      ctx.state.input = await readInput(route, ctx);
      learnInput(ctx.state.operation, ctx.state.input);
      tell(ctx.state.operation, aboutInput(ctx.state.input));
      recordStart(services, ctx.state.operation);
    }),
    step((ctx) => (name === 'signIn' ? takeSignInLimit(services, ctx) : undefined)),
    step(() => (name === 'readTrace' || name === 'agentTrace' ? settleTraces(services) : undefined)),
    answer(services, name, route),
  ];
}

function step(run: (ctx: Context) => Promise<void> | void): Middleware {
  return async (ctx, next) => {
    await run(ctx);
    return next();
  };
}

function begin(name: RouteName, route: Route): Middleware {
  return (ctx, next) => {
    ctx.state.isRoute = true;
    ctx.state.operation.name = route.operation ?? name;
    if (isVisitorRoute(route)) letAnyoneRead(ctx);
    else ctx.state.operation.actor = 'agent';
    return next();
  };
}

function answer(services: Services, name: RouteName, route: Route): Middleware {
  const call = callerOf(name, route);
  return async (ctx) => {
    const { operation, input } = ctx.state;
    if (!input) throw new Error(`route ${name} reached its command without validated input`);
    const traceparent = traceparentOf(operation);
    const result = await call({ pool: services.pool, traceparent }, ctx.state, input);
    learn(operation, result.fields);
    tell(operation, aboutResult(result));
    publishHappenings(services.bus, traceparent, result.happenings);
    if (services.env.checkAnswers) assertAnswer(name, route, result.answer);
    ctx.set('Cache-Control', 'no-store');
    ctx.body = result.answer as object;
  };
}

/** Whoever asks for a trace asks for what has just happened too; but not for ever. */
async function settleTraces({ traces }: Services): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, traceLimits.readWaitMs);
  });
  await Promise.race([traces.flush(), late]);
  clearTimeout(timer);
}

type Call = (
  context: CommandContext,
  state: RequestState,
  input: RawInput,
) => Promise<CommandResult<unknown>>;

function callerOf(name: RouteName, route: Route): Call {
  const command = findCommand(name);
  if (route.auth === 'anyone') return (context, _state, input) => command(context, input);
  if (route.auth === 'agent') {
    return (context, { agent }, input) => {
      if (!agent) throw new HiloError('agent_unauthorized');
      return command(context, agent, input);
    };
  }
  return (context, { visitor }, input) => {
    if (!visitor) throw new HiloError('token_missing');
    return command(context, visitor, input);
  };
}

/** The tables above are typed route by route; here, in the one place that treats all alike, the types meet. */
function findCommand(name: RouteName): AnyCommand {
  const commands = { ...visitorCommands, ...agentCommands, ...publicCommands } as unknown as Record<
    string,
    AnyCommand
  >;
  const command = commands[name];
  if (!command) throw new Error(`route ${name} has no command`);
  return command;
}

function isVisitorRoute(route: Route): boolean {
  return route.auth !== 'agent' && route.auth !== 'anyone';
}

const auths: readonly Auth[] = ['anyone', 'visitor_if_known', 'visitor', 'visitor_or_new', 'agent'];

/** A route says who may call it, and has a validator for all that it takes. */
export function assertComplete(name: string, route: Route): void {
  if (!auths.includes(route.auth)) throw new Error(`route ${name} does not say who may call it`);
  if (route.path.includes('/:') && !route.params)
    throw new Error(`route ${name} does not validate its params`);
  if (route.method === 'POST' && !route.body) throw new Error(`route ${name} does not validate its body`);
  if (isVisitorRoute(route) && !route.path.startsWith('/v1/widgets/:widgetId')) {
    throw new Error(`route ${name} is a visitor’s and names no widget`);
  }
}

function assertAnswer(name: string, route: Route, given: unknown): void {
  const parsed = route.answer.safeParse(given);
  if (!parsed.success)
    throw new Error(`route ${name} answers what it does not declare; ${parsed.error.message}`);
}
