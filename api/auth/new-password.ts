import type { Request } from 'express';
import type { ApiDeps } from '#api/deps.ts';
import { fail } from '#api/frame/fail.ts';
import { passwordContext } from '#domain/identity/password-context.ts';
import { checkNewPassword } from '#domain/identity/password-rules.ts';
import { sessionToken } from './session-cookie.ts';

/**
 * Refuses a new password that is not good enough for its person: of the session that changes it, or of the link that was
 * sent. A link that is good for nothing is not judged here: better-auth says so.
 * @throws `invalid`
 */
export async function newPasswordOf(
  deps: ApiDeps,
  req: Request,
  path: string,
  body: Record<string, unknown>,
): Promise<void> {
  const { newPassword, token } = body;
  if (typeof newPassword !== 'string')
    throw fail('invalid', 'Falta a senha nova.', 'The new password is missing.', {
      errors: [
        {
          pointer: '/newPassword',
          code: 'required',
          message: { pt: 'Falta a senha nova.', en: 'The new password is missing.' },
        },
      ],
    });
  const by =
    path === '/change-password'
      ? { session: sessionToken(req.headers.cookie) }
      : { link: typeof token === 'string' ? token : null };
  const context = await passwordContext(deps.database.admin, by);
  await checkNewPassword(newPassword, context ?? { email: '' }, deps.identity.askRange);
}
