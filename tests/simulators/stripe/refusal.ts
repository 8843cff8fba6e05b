/** Stripe says no, in the form of its errors. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;

  constructor(
    status: number,
    body: { type: string; code?: string; message: string; decline_code?: string; param?: string },
  ) {
    super(body.message);
    this.status = status;
    this.body = { error: body };
  }
}

export const missing = (id: string): Refusal =>
  new Refusal(404, { type: 'invalid_request_error', code: 'resource_missing', message: `No such object: '${id}'` });

export const invalid = (message: string, code?: string): Refusal =>
  new Refusal(400, { type: 'invalid_request_error', message, ...(code === undefined ? {} : { code }) });

export const declined = (code: string): Refusal =>
  new Refusal(402, {
    type: 'card_error',
    code: code === 'authentication_required' ? 'authentication_required' : 'card_declined',
    ...(code === 'authentication_required'
      ? {}
      : { decline_code: code === 'card_declined' ? 'generic_decline' : code }),
    message: 'Your card was declined.',
  });
