/**
 * Loaded before everything else by `npm start`. In the threads that run workflows it leaves out two things of the SDK that
 * no setting turns off.
 */
const { isMainThread } = require('node:worker_threads');

if (!isMainThread) {
  // A stack trace for every promise, for the query `__stack_trace` alone: a fifth of what a run costs (docs/decisions/005).
  const { promiseHooks } = require('node:v8');
  const { createHook } = promiseHooks;
  // Node's own, which AsyncLocalStorage lives by, comes the same way; it alone wants to know what happens before a promise's turn.
  promiseHooks.createHook = (hooks) => (hooks.before ? createHook(hooks) : () => undefined);

  // A thread with a clock beside each call into a workflow: what it stops after 5 s ends the whole process (docs/decisions/008).
  const { Script } = require('node:vm');
  const { runInContext } = Script.prototype;
  Script.prototype.runInContext = function (context, options) {
    return runInContext.call(this, context, { ...options, timeout: undefined });
  };
}
