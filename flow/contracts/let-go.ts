/** The activity that ends an attempt going on in the process that listens: nobody waits for it any more. */
export const LET_GO = 'trama.letGo';

export type LetGo = (attempt: { key: string }) => Promise<void>;
