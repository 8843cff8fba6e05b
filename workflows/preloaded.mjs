/**
 * Modules that a worker loads once for all runs, not again for each: all but the workflow's own (docs/decisions/002).
 * They are deeply frozen, so what stands here must keep no state of its own.
 */
export const PRELOADED = ['@temporalio/workflow', '#workflows/run-driver.ts'];
