export function useBundle(folder: string): void;
/** @param nowMs epoch ms */
export function dropOldBundles(cache: string, nowMs?: number): void;
