import type { Caller } from '#api/frame/caller.ts';
import type { AccessNotice } from '#domain/access/notices.ts';
import { keepAsking } from './keep-asking.ts';

/** Who it is that hears a notice: whatever is named must be so, and what is not named may be anything. */
const isMeant = (caller: Caller, { tenantId, userId, keyId, sessionId }: AccessNotice): boolean =>
  (tenantId === undefined || caller.tenant.id === tenantId) &&
  (userId === undefined || caller.userId === userId || caller.impersonator === `user:${userId}`) &&
  (keyId === undefined || caller.principal === `key:${keyId}`) &&
  (sessionId === undefined || caller.sessionId === sessionId);

/**
 * Live streams by who listens. When somebody's access changes theirs are cut: the client comes back by itself, and is
 * checked like any call, so whoever may still listen loses nothing.
 */
export class LiveCallers {
  readonly #held = new Map<AbortController, Caller>();

  /**
   * A signal that fires when this caller is cut, and the end of holding it. `ask`: who they are by now, asked at times, for
   * what runs out is told to nobody.
   */
  hold(caller: Caller, ask: () => Promise<Caller | null>): { signal: AbortSignal; release: () => void } {
    const controller = new AbortController();
    this.#held.set(controller, caller);
    const end = keepAsking(caller, ask, () => controller.abort());
    const release = () => {
      end();
      this.#held.delete(controller);
    };
    return { signal: controller.signal, release };
  }

  /** Gives how many streams were cut. */
  cut(notice: AccessNotice): number {
    let count = 0;
    for (const [controller, caller] of this.#held) {
      if (!isMeant(caller, notice)) continue;
      this.#held.delete(controller);
      controller.abort();
      count++;
    }
    return count;
  }

  get size(): number {
    return this.#held.size;
  }
}
