import { localeOf } from '#flow/json.ts';
import type { WithTenant } from '#prisma/with-tenant.ts';
import type { Mailer } from '../../mail/mailer.ts';
import { inviteLetter } from '../../people/invite-letter.ts';
import type { InviteLetter } from '../../people/invites.ts';
import { getTenant } from '../../tenants/get-tenant.ts';

/**
 * Letters to people whom an import invited. One that is lost is sent again from the page of people, where the invite stands.
 * @param pagesUrl where people reach the pages, no slash at the end
 */
export const inviteSender =
  ({ withTenant, mail, pagesUrl }: { withTenant: WithTenant; mail: Pick<Mailer, 'sendLater'>; pagesUrl: string }) =>
  async (tenantId: string, letters: readonly InviteLetter[]): Promise<void> => {
    const tenant = await withTenant(tenantId, getTenant);
    for (const { invite, token } of letters) {
      const url = `${pagesUrl}/invite#${token}`;
      mail.sendLater(
        inviteLetter({ to: invite.email, tenantName: tenant.name, by: tenant.name, url }, localeOf(tenant)),
      );
    }
  };
