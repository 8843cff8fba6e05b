import type { Locale } from '#flow/json.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { parseId } from '../../ids.ts';
import type { Mailer } from '../../mail/mailer.ts';
import { deviceName } from '../device-name.ts';
import { newDeviceLetter } from '../letters.ts';
import { isNewDevice } from './open-session.ts';

interface Arrived {
  /** `usr_…` and `ses_…`. */
  userId: string;
  sessionId: string;
  email: string;
  userAgent: string;
  ip: string;
}

/** Writes to a person who has come in with a device that was never seen before. `pagesUrl`: no slash at the end. */
export async function tellNewDevice(
  { admin, mail, pagesUrl }: { admin: AdminDb; mail: Mailer; pagesUrl: string },
  { userId, sessionId, email, userAgent, ip }: Arrived,
  locale: Locale,
): Promise<void> {
  if (!(await isNewDevice(admin, parseId('usr', userId), parseId('ses', sessionId), userAgent))) return;
  const device = deviceName(userAgent) ?? (locale === 'en' ? 'unknown device' : 'aparelho desconhecido');
  mail.sendLater(newDeviceLetter(email, { device, ip, url: `${pagesUrl}/account`, at: new Date() }, locale));
}
