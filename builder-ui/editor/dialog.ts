export type Dialog = 'publish' | 'run' | 'json' | 'versions' | null;
