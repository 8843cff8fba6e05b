/** Once the editor stands, and before somebody needs them. */
const AFTER_MS = 3_000;

/**
 * Fetches what the editor fetches when it is first used: whoever loses the connection goes on with all of it.
 *
 * @returns leaves it
 */
export const fetchAhead = (): (() => void) => {
  const timer = setTimeout(() => {
    void Promise.allSettled([
      import('../form/data/data-tree.tsx'),
      import('../form/expression/expression-editor.tsx'),
      import('../form/expression/code-editor.tsx'),
      import('#flow/schedule/next-firings.ts'),
    ]);
  }, AFTER_MS);
  return () => clearTimeout(timer);
};
