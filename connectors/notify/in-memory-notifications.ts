import { createECDH } from 'node:crypto';
import type { Note, Notifications, PushTarget } from '#flow/contracts/notifications.ts';

export interface Person {
  email: string;
  role: string;
}

/** People, notices and browsers of one process: for tests and for the simulator. */
export const inMemoryNotifications = (people: readonly Person[] = [], targets: PushTarget[] = []) => {
  const notes = new Map<string, Note & { email: string }>();
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  const scalar = pair.getPrivateKey();
  const privateKey = Buffer.concat([Buffer.alloc(32 - scalar.length), scalar]); // leading zeros are left out
  const store: Notifications & { notes: typeof notes; targets: PushTarget[] } = {
    notes,
    targets,
    add: async (tenantId, note) => {
      const meant = people.filter((one) => note.to.some((name) => ['all', one.email, one.role].includes(name)));
      for (const { email } of meant) {
        const key = JSON.stringify([tenantId, email, note.effectKey]);
        if (!notes.has(key)) notes.set(key, { ...note, email });
      }
      return { to: meant.map((one) => one.email) };
    },
    pushTargets: async () => [...targets],
    dropTarget: async (_, id) => {
      targets.splice(0, targets.length, ...targets.filter((one) => one.id !== id));
    },
    vapid: () => ({
      publicKey: pair.getPublicKey('base64url'),
      privateKey: privateKey.toString('base64url'),
      subject: 'mailto:ops@example.com',
    }),
  };
  return store;
};
