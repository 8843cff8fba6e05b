import type { ContactAddress, ContactChannel } from '#flow/contracts/consents.ts';
import type { ActionContext } from '../action-context.ts';

/** The ledger knows people by their chat's number, flows mostly by the conversation. */
export const addressOf = async (
  { services, tenant }: Pick<ActionContext, 'services' | 'tenant'>,
  channel: ContactChannel,
  contact: string,
): Promise<ContactAddress> => {
  if (channel !== 'telegram' || !contact.startsWith('cnv_')) return { channel, address: contact };
  return { channel, address: (await services.chats.chatOf(tenant.id, contact)).chat };
};
