import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';

/** The word of a tenant's provider is good there alone. @throws `forbidden` */
export function refuseSso({ sso }: Pick<Caller, 'sso'>): void {
  if (!sso) return;
  throw fail(
    'forbidden',
    'Você entrou pelo login único desta conta, que só vale aqui. Para outra conta, saia e entre com senha ou link.',
    'You came in by this tenant’s single sign-on, which is good here alone. For another, sign out, and in by password or link.',
  );
}
