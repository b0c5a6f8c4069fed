import type { Any } from './story.ts';

/** What the page says of itself, and the person's hands. */
export function replacePage(given: { visible: boolean; online: boolean }): void {
  const { hilo } = window as Any;
  let { visible, online } = given;
  const getter = (target: object, name: string, get: () => unknown) =>
    Object.defineProperty(target, name, { get, configurable: true });
  getter(document, 'visibilityState', () => (visible ? 'visible' : 'hidden'));
  getter(document, 'hidden', () => !visible);
  getter(navigator, 'onLine', () => online);
  // What this machine tells of hands, wheels and its own layout is not what was recorded.
  const ours = new WeakSet<Event>();
  const hush = (target: EventTarget) => {
    const own =
      'pointerdown pointermove keydown wheel scroll touchstart focus visibilitychange pageshow pagehide';
    for (const type of own.split(' '))
      target.addEventListener(type, (event) => ours.has(event) || event.stopImmediatePropagation(), true);
  };
  hush(window);
  // What has left the screen can still be used while the widget waits for a file; here it has every file at once.
  let gone: Element[] = [];
  const note = (records: MutationRecord[]) => {
    for (const { removedNodes } of records)
      for (const node of removedNodes) if (node instanceof Element) gone.unshift(node);
  };
  const leaving = new MutationObserver(note);
  const findGone = (selector: string) => {
    note(leaving.takeRecords());
    for (const top of gone) {
      const found = top.matches(selector) ? top : top.querySelector(selector);
      if (found) return found;
    }
    return undefined;
  };
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options);
    hush(root);
    const watched = { childList: true, subtree: true };
    leaving.observe(root, watched);
    return root;
  };
  let stamp = 0;
  const tell = (target: EventTarget, event: Event) => {
    ours.add(event);
    // The widget hears of activity every few seconds only: each that was recorded was far enough from the last.
    stamp += 60_000;
    Object.defineProperty(event, 'timeStamp', { value: stamp });
    target.dispatchEvent(event);
  };
  const hearPage = ({ what, sightNext, wall }: Any) => {
    if (what === 'visible' || what === 'hidden') {
      visible = what === 'visible';
      tell(document, new Event('visibilitychange', { bubbles: true }));
    } else if (what === 'online' || what === 'offline') {
      online = what === 'online';
      tell(window, new Event(what));
    } else if (what === 'pageshow' || what === 'pagehide') {
      visible = sightNext ?? visible;
      tell(window, new PageTransitionEvent(what, { persisted: true }));
    } else if (what === 'active') tell(window, new Event('pointerdown'));
    else if (what === 'clock_jump') hilo.sleptUntil(wall);
    else {
      visible = sightNext ?? visible;
      tell(document, new Event(what));
    }
  };
  const act = ({ how, selectors, text, inView }: Any): boolean => {
    const root = document.getElementById('hilo')?.shadowRoot;
    const first = (find: (selector: string) => Any) => selectors.map(find).find((one: Any) => one);
    const there = first((one) => root?.querySelector(one));
    if (there) gone = [];
    const found = there ?? first(findGone);
    if (!found) return false;
    if (how === 'type') {
      found.value = text;
      found.dispatchEvent(new Event('input', { bubbles: true }));
    } else if (how === 'scroll') {
      const faked = { scrollTop: inView ? 0 : -1_000, scrollHeight: 1_000_000 };
      for (const [name, value] of Object.entries(faked))
        Object.defineProperty(found, name, { value, configurable: true });
      tell(found, new Event('scroll'));
      for (const name of Object.keys(faked)) Reflect.deleteProperty(found, name);
    } else if (there || !found.form) found.click();
    // A form that has left the page is not submitted by its button any more.
    else found.form.dispatchEvent(new Event('submit', { cancelable: true }));
    return true;
  };
  const hearStorage = ({ key, value, isTold }: Any) => {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    const event = new StorageEvent('storage', { key, newValue: value, storageArea: localStorage });
    if (isTold) dispatchEvent(event);
    else void hilo.look();
  };
  Object.assign(hilo, {
    /** False where it cannot be done, or not yet. */
    perform(step: Any): boolean {
      if (step.do === 'act') return act(step);
      if (step.do === 'ring') return hilo.ringNamed(step.name);
      if (step.do === 'lock') return hilo.giveLock();
      if (step.do === 'page') hearPage(step);
      else if (step.do === 'store') hearStorage(step);
      else if (step.do === 'call') hilo.call(step.method, ...step.args);
      else return hilo.onSocket(step);
      return true;
    },
  });
}
