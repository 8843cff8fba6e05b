/** What lies over the page for a while: dialogs, menus, lists of choices. */
const OVER = '[data-portal], [data-mantine-shared-portal-node]';
const DIALOG = '[role="dialog"]';

/**
 * Gives the focus back to where it was on the page when the last dialog goes and takes the focus with it: also to who
 * opened it from a menu that is gone, and from dialogs that are taken away at once. Where the dialog gave it back
 * itself, or somebody chose another place, nothing is done.
 */
export const giveFocusBack = (): void => {
  let last: Element | null = null;
  let inDialog = false;
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    inDialog = target.closest(DIALOG) !== null;
    if (target.closest(OVER) === null) last = target;
  });
  const look = (): void => {
    const nowhere = document.activeElement === null || document.activeElement === document.body;
    if (!inDialog || !nowhere || document.querySelector(DIALOG) !== null) return;
    inDialog = false;
    if (last instanceof HTMLElement && last.isConnected) last.focus({ preventScroll: true });
  };
  const watcher = new MutationObserver(look);
  const watched = new WeakSet<Node>();
  // Portals come when they are first needed; of the page itself nothing is watched.
  new MutationObserver(() => {
    for (const node of document.body.children) {
      if (!node.matches(OVER) || watched.has(node)) continue;
      watched.add(node);
      watcher.observe(node, { childList: true, subtree: true });
    }
    look();
  }).observe(document.body, { childList: true });
};
