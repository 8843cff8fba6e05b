export const FOLDERS: readonly string[];
export function bundledRun(): Promise<string>;
