/** What an attempt fails with when its worker is told to go: the driver asks for another, which is none of the author's. */
export const WORKER_LOST = 'worker_lost';
