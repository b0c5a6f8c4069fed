/** The browser's own functions, as they were before any script of the page could put others in their place. */
export const { apply, construct, defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
export const { stringify, parse } = JSON;
export const nowMs = performance.now.bind(performance);
export const wallMs = Date.now;
export const later = setTimeout.bind(globalThis);
export const cancel = clearTimeout.bind(globalThis);
const { addEventListener, dispatchEvent } = EventTarget.prototype;
const { then } = Promise.prototype;

/** Hears an event before whoever on the page comes later, and cannot be kept from it. */
export function listen<Heard extends Event>(
  target: EventTarget,
  names: string,
  handler: (event: Heard) => void,
  passive = true,
): void {
  for (const name of names.split(' ')) {
    apply(addEventListener, target, [name, handler, { capture: true, passive }]);
  }
}

const { MessageEvent: NativeMessageEvent } = globalThis;

/** Whoever listens has heard it when this returns; nobody can who does not know the name. */
export function dispatchMessage(target: EventTarget, name: string, data: string): void {
  // Without a prototype, which pages may have put something into.
  apply(dispatchEvent, target, [
    new NativeMessageEvent(name, { __proto__: null, data } as MessageEventInit<string>),
  ]);
}

export function dispatch(target: EventTarget, event: Event): boolean {
  return apply(dispatchEvent, target, [event]);
}

/** Hears how a promise ends, before whoever on the page asked for it. */
export function settle<Value>(
  promise: Promise<Value>,
  done: (value: Value) => void,
  failed: (error: unknown) => void,
): void {
  apply(then, promise, [done, failed]);
}

/** Reads a getter of a browser object; undefined where it is no such object. Runs no code of the page. */
export function getterOf<Value>(prototype: object, name: string): (target: unknown) => Value | undefined {
  const get = getOwnPropertyDescriptor(prototype, name)?.get;
  return (target) => {
    try {
      return get && apply(get, target, []);
    } catch {
      return undefined;
    }
  };
}

type Anything = (...args: never[]) => unknown;

/**
 * Puts a Proxy in a function's place: it has the same name, length and source text (`[native code]`), and lives in the
 * same kind of property. Leaves things as they are where the page forbids it.
 */
export function patch<Owner extends object>(
  owner: Owner,
  name: keyof Owner & string,
  call: (target: Anything, self: unknown, args: unknown[]) => unknown,
): void {
  const property = getOwnPropertyDescriptor(owner, name);
  if (typeof property?.value !== 'function') return;
  defineProperty(owner, name, { ...property, value: new Proxy(property.value as Anything, { apply: call }) });
}
