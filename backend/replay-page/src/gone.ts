/**
 * What left the screen since the person last used something that was on it. While the widget waits for a file, the
 * screen stays as it was and can still be used; a replay has every file at once, and the screen has moved on.
 */
export interface Gone {
  /** Follows what leaves this tree. */
  watch(root: ShadowRoot): void;
  find(selector: string): HTMLElement | undefined;
  forget(): void;
}

export function createGone(): Gone {
  let left: HTMLElement[] = [];
  const note = (records: readonly MutationRecord[]) => {
    for (const { removedNodes } of records)
      for (const node of removedNodes) if (node instanceof HTMLElement) left.unshift(node);
  };
  const observer = new MutationObserver(note);
  return {
    watch(root) {
      observer.observe(root, { childList: true, subtree: true });
    },
    find(selector) {
      note(observer.takeRecords());
      for (const top of left) {
        const found = top.matches(selector) ? top : top.querySelector<HTMLElement>(selector);
        if (found) return found;
      }
      return undefined;
    },
    forget() {
      observer.takeRecords();
      left = [];
    },
  };
}
