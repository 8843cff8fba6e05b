import type { NoticeName } from './notice-list.ts';
import type { NoticeWords } from './notice-words.ts';

const words = (subject: string, body: string, button: string, short: string): NoticeWords => ({
  subject,
  body,
  button,
  short,
});

export const WORDS_EN: Readonly<Record<NoticeName, NoticeWords>> = {
  trial_started: words(
    'Your trial of {{plan}} has begun\nYour trial has begun',
    'Hello! The trial of {{account}} has begun.\n\nEverything in {{plan}} is yours until {{endsAt}}.\n\nWe will write before it ends, and nothing that you made is deleted.\n\nIf you do not subscribe, the account goes back to the {{then}} plan.',
    'See my plan',
    'The trial of {{plan}} runs until {{endsAt}}.\nEnjoy it!',
  ),
  trial_ends_soon: words(
    '{{days}} days left of your trial\nYour trial is about to end',
    'The trial of {{account}} is about to end.\n\nIt runs until {{endsAt}}.\n\nTo stay on {{plan}}, choose how to pay.\n\nIf you would rather not subscribe, that is fine: the account goes back to the {{then}} plan, your data stay, and what is over its limits is frozen until you come back.',
    'Choose how to pay',
    'The trial ends on {{endsAt}}.\nSubscribe to go on without a break.',
  ),
  trial_ended: words(
    'Your trial has ended',
    'The trial of {{account}} has ended.\n\nThe account is now on the {{plan}} plan.\n\nNothing was deleted. What is over the limits is frozen, and comes back as it was when you subscribe.',
    'See the plans',
    'The account is on the {{plan}} plan.\nNothing was deleted.',
  ),
  subscribed: words(
    'Welcome to {{plan}}\nYour subscription is active',
    'Thank you! The subscription of {{account}} is active.\n\nWe received {{amount}}.\n\nThe next charge is on {{periodEnd}}. The invoice comes in a message of its own.',
    'See my plan',
    'The subscription to {{plan}} is active.\nThank you for subscribing!',
  ),
  renewal_soon: words(
    'Your subscription renews on {{at}}\nYour subscription renews soon',
    'The subscription of {{account}} is about to renew.\n\nWe will charge {{amount}} on {{at}}.\n\nTo change the plan or cancel, do so before that day.',
    'See my subscription',
    'It renews on {{at}}.\nCheck how you pay.',
  ),
  pix_waiting: words(
    'A Pix of {{amount}} is waiting to be paid',
    'This is the Pix of {{account}}, for {{amount}}.\n\nCopy the code and paste it into the app of your bank:\n\n{{code}}\n\nThe code is good until {{expiresAt}}.\n\nWe will tell you as soon as the bank confirms. If you have paid already, there is nothing to do.',
    'Open the QR code',
    'A Pix of {{amount}} is waiting to be paid.\nIt is good until {{expiresAt}}.',
  ),
  payment_failed: words(
    'We could not charge your subscription',
    'The charge of {{account}} did not go through.\n\nIt is for {{amount}}. Often it is only the limit of the card, or its date.\n\nWe will try again on {{nextAttemptAt}}.\n\nYou still have full access. To settle it now, check how you pay.',
    'Check the payment',
    'The charge did not go through. Check how you pay.\nNext try on {{nextAttemptAt}}.',
  ),
  payment_failed_again: words(
    'The charge still does not go through',
    'We tried again, and the charge of {{account}} still does not go through.\n\nThe open amount is {{amount}}.\n\nThe next try is on {{nextAttemptAt}}.\n\nAnother card, or a Pix, usually settles it at once.',
    'Settle it now',
    'The charge still does not go through. Use another card, or pay by Pix.',
  ),
  payment_last_call: words(
    'Last notice before your account is paused',
    'The subscription of {{account}} is still unpaid.\n\nThe open amount is {{amount}}.\n\nWithout a payment by {{until}} the account becomes read-only, and then goes to the {{then}} plan.\n\nYour data are not deleted.',
    'Pay now',
    'The subscription is unpaid. Settle it to keep your access.\nThe last day is {{until}}.',
  ),
  grace_begun: words(
    'Your account is read-only',
    'Because it is unpaid, {{account}} is read-only: you still see all that you made.\n\nPay by {{until}}, and everything is back as it was.\n\nAfter that the account goes to the {{then}} plan.',
    'Pay and reactivate',
    'The account is read-only because it is unpaid.\nThe last day to pay is {{until}}.',
  ),
  downgraded: words(
    'Your account is on the {{plan}} plan now\nYour account has another plan now',
    'The subscription of {{account}} is over.\n\nThe account is on the {{plan}} plan now.\n\nNothing was deleted. Items over the limits, which are frozen: {{frozen}}.\n\nYou choose which of them stay active, and all of them thaw when you subscribe again.',
    'Choose what stays active',
    'The account is on the {{plan}} plan.\nWhat is over the limits is frozen.',
  ),
  recovered: words(
    'Payment received: all is well',
    'We received the payment of {{account}}. Thank you!\n\nThe amount was {{amount}}.\n\nYour access is complete again, paid until {{paidThrough}}.',
    'See my plan',
    'Payment received. Your access is complete again.',
  ),
  cancel_scheduled: words(
    'Your subscription ends on {{at}}\nYour subscription will end',
    'As you asked, the subscription of {{account}} will not renew.\n\nEverything is yours until {{at}}; then the account goes to the {{then}} plan, with your data kept.\n\nChanged your mind? Until then it is one click.',
    'Keep the subscription',
    'The subscription ends on {{at}}.\nUntil then you can take that back.',
  ),
  canceled: words(
    'Your subscription has ended',
    'The subscription of {{account}} has ended, and there will be no more charges.\n\nYour data stay. Thank you for the time that you spent with us.\n\nThe account is on the {{plan}} plan now.',
    'Subscribe again',
    'The subscription has ended. Your data stay.',
  ),
  revoked: words(
    'We are glad that you stay',
    'The cancellation was taken back, and the subscription of {{account}} goes on as before.\n\nThe plan is {{plan}}.',
    'See my plan',
    'The cancellation was taken back. The subscription goes on.',
  ),
  change_scheduled: words(
    'Your change to {{newPlan}} is scheduled\nYour change of plan is scheduled',
    'The change of plan of {{account}} is scheduled.\n\nOn {{at}} it goes from {{plan}} to {{newPlan}}.\n\nUntil then nothing changes, and you may call it off while the next period is not paid.',
    'See the change',
    'The plan changes on {{at}}.\nUntil then nothing changes.',
  ),
  changed: words(
    'You are on {{plan}} now\nYour subscription has changed',
    'The change of {{account}} is done, and counts from now on.\n\nThe plan is {{plan}}.\n\nFor the rest of the period we charged {{amount}}.',
    'See my plan',
    'The plan is {{plan}} now.\nThe change counts from now on.',
  ),
  paused: words(
    'Your subscription is paused',
    'The subscription of {{account}} is paused, and nothing is charged meanwhile.\n\nIt comes back by itself on {{until}}.\n\nOn that day we charge about {{amount}}, for what is left of the running period.\n\nYou may resume or cancel before, whenever you like.',
    'Resume now',
    'The subscription is paused.\nIt comes back on {{until}}.',
  ),
  resume_soon: words(
    'Your pause ends on {{at}}\nYour pause ends soon',
    'The pause of the subscription of {{account}} is about to end.\n\nIt comes back by itself on {{at}}.\n\nWe will charge about {{amount}}, for what is left of the running period on that day.\n\nTo cancel, do so before that day.',
    'See my subscription',
    'The pause of the subscription is about to end.\nIt comes back by itself on {{at}}.\nOn that day we charge about {{amount}}.',
  ),
  resumed: words(
    'Your subscription is back',
    'The subscription of {{account}} is back, and everything is active again.\n\nThe next charge is on {{periodEnd}}.',
    'See my plan',
    'The subscription is back.',
  ),
  refunded: words(
    'We gave back {{amount}}\nWe gave back a payment',
    'We gave money back to {{account}}.\n\nThe amount is {{amount}}.\n\nBy Pix it arrives the same day; on a card it may take up to two statements, depending on the bank.',
    'See the invoices',
    'We gave back {{amount}}.\nHow long it takes depends on the bank.',
  ),
  disputed: words(
    'A payment was disputed',
    'The bank told us that a payment of {{account}} was disputed.\n\nThe amount is {{amount}}.\n\nIf that was a mistake, ask the bank to withdraw the dispute, or answer this message: we will settle it together.',
    'See the subscription',
    'The bank told us that a payment was disputed.',
  ),
  provider_switched: words(
    'Who charges you has changed',
    'The charges of {{account}} have moved, as you asked. Nothing is charged twice.\n\nFrom {{at}} on the charge comes from {{provider}}.',
    'See my subscription',
    'Who charges you has changed. Nothing is charged twice.',
  ),
  licence_granted: words(
    'Your lifetime licence became a year of {{plan}}\nYour lifetime licence became a subscription',
    'Thank you for being with us from the beginning! The lifetime licence of {{account}} is now a subscription to Trama, free of charge.\n\nThe plan is {{plan}}, and it runs until {{until}}.\n\nWe will write well before it ends, and nothing is charged unless you ask.',
    'See the plan',
    'The lifetime licence became a subscription, free of charge.\nIt runs until {{until}}.',
  ),
  frozen: words(
    'A part of your account is frozen',
    'What the account {{account}} may have became less, and not everything fits any more.\n\nNothing was deleted. Items over the limits, which are frozen: {{frozen}}.\n\nYou choose which of them stay active, and all of them thaw in a plan with more room.',
    'Choose what stays active',
    'Frozen items: {{frozen}}.\nYou choose what stays active.',
  ),
  usage_warning: words(
    '{{percentage}}% of your plan used: {{feature}}',
    'The account {{account}} has used {{percentage}}% of what its plan gives: {{feature}}.\n\nThat is {{used}} of {{limit}}.\n\nThe count begins anew on {{resetsAt}}.\n\nIf it will not do, a larger plan counts at once, and you pay the difference alone.',
    'See the usage',
    'Usage of {{feature}}: {{percentage}}% of the plan.\nIt begins anew on {{resetsAt}}.',
  ),
  usage_full: words(
    'Limit reached: {{feature}}',
    'The account {{account}} has reached the limit of its plan: {{feature}}.\n\nThe limit is {{limit}}.\n\nThe count begins anew on {{resetsAt}}. Until then, what goes beyond it is not accepted.\n\nWith a larger plan everything goes on at once.',
    'Raise the limit',
    'Limit reached: {{feature}}.\nIt begins anew on {{resetsAt}}.',
  ),
  invoice_issued: words(
    'Invoice {{number}} from Trama',
    'The invoice {{number}} of {{account}} is attached.\n\nIt is for {{amount}}, and paid. There is nothing to do.',
    'See all invoices',
    'The invoice {{number}} was issued.',
  ),
  credit_issued: words(
    'Credit note {{number}} from Trama',
    'The credit note {{number}} of {{account}} is attached.\n\nIt records a refund of {{amount}}.',
    'See all invoices',
    'The credit note {{number}} was issued.',
  ),
};
