/** What each call may be asked with, from Stripe's reference: another name is a mistake of ours. */
const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));

const PRICE_DATA = (prefix: string) =>
  `${prefix}.currency ${prefix}.product ${prefix}.unit_amount ${prefix}.recurring.interval`;

export const KNOWN: Readonly<Record<string, ReadonlySet<string>>> = {
  'POST /v1/customers': words('metadata.* email name'),
  'POST /v1/customers/{id}': words('metadata.* email name invoice_settings.default_payment_method'),
  'POST /v1/products': words('id name metadata.*'),
  'POST /v1/coupons': words('id amount_off currency duration max_redemptions name'),
  'POST /v1/checkout/sessions': words(`mode customer client_reference_id locale allowed_payment_method_types.*
    adaptive_pricing.enabled line_items.*.quantity ${PRICE_DATA('line_items.*.price_data')}
    line_items.*.price_data.product_data.name discounts.*.coupon subscription_data.metadata.*
    subscription_data.trial_end subscription_data.billing_cycle_anchor subscription_data.proration_behavior
    invoice_creation.enabled invoice_creation.invoice_data.metadata.* payment_intent_data.metadata.*
    metadata.* success_url cancel_url`),
  'GET /v1/checkout/sessions': words('customer limit status starting_after'),
  'GET /v1/checkout/sessions/{id}': words('expand.*'),
  'POST /v1/checkout/sessions/{id}/expire': words(''),
  'GET /v1/subscriptions': words('customer status limit'),
  'GET /v1/subscriptions/{id}': words('expand.*'),
  'POST /v1/subscriptions/{id}': words(`items.*.id items.*.deleted items.*.quantity ${PRICE_DATA('items.*.price_data')}
    proration_behavior discounts discounts.*.coupon trial_end metadata.* cancel_at_period_end cancel_at pause_collection
    pause_collection.behavior pause_collection.resumes_at default_payment_method`),
  'DELETE /v1/subscriptions/{id}': words('invoice_now prorate'),
  'GET /v1/invoices': words('customer subscription limit starting_after status expand.*'),
  'POST /v1/invoices': words(`customer auto_advance collection_method pending_invoice_items_behavior currency metadata.*
    default_payment_method`),
  'GET /v1/invoices/{id}': words('expand.*'),
  'POST /v1/invoices/{id}/add_lines': words('lines.*.description lines.*.amount'),
  'POST /v1/invoices/{id}/finalize': words('auto_advance'),
  'POST /v1/invoices/{id}/pay': words('off_session payment_method'),
  'POST /v1/invoices/{id}/void': words(''),
  'GET /v1/payment_intents/{id}': words('expand.*'),
  'GET /v1/invoice_payments': words('payment.type payment.payment_intent invoice limit'),
  'GET /v1/charges': words('customer limit payment_intent'),
  'POST /v1/refunds': words('payment_intent amount reason metadata.*'),
  'POST /v1/billing_portal/sessions': words(`customer return_url locale flow_data.type flow_data.after_completion.type
    flow_data.after_completion.redirect.return_url`),
  'GET /v1/events': words('created.gte types.* limit starting_after'),
};
