let shown: string | null = null;
let original = '';

/** While the page is in the background its title carries the number of unread messages; 0 takes it away. */
export function badgeTitle(unread: number): void {
  // Somebody else changed the title meanwhile: theirs is the one to keep.
  if (shown !== null && document.title === shown) document.title = original;
  shown = null;
  if (unread === 0) return;
  original = document.title;
  shown = `(${unread}) ${original}`;
  document.title = shown;
}
