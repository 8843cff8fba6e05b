/**
 * Loaded before everything else by `npm start` (docs/decisions/005). In the threads that run workflows the SDK keeps a
 * stack trace for every promise, for the query `__stack_trace` alone: a fifth of what a run costs. The trace of a run says
 * more.
 */
const { isMainThread } = require('node:worker_threads');

if (!isMainThread) {
  const { promiseHooks } = require('node:v8');
  const { createHook } = promiseHooks;
  // Node's own, which AsyncLocalStorage lives by, comes the same way; it alone wants to know what happens before a promise's turn.
  promiseHooks.createHook = (hooks) => (hooks.before ? createHook(hooks) : () => undefined);
}
