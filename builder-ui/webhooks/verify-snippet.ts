export const VERIFY_LANGUAGES = ['JavaScript', 'Python', 'openssl'] as const;
export type VerifyLanguage = (typeof VERIFY_LANGUAGES)[number];

const SNIPPETS: Record<VerifyLanguage, string> = {
  JavaScript: `import { Webhook } from 'standardwebhooks';

// \`body\` is the request's body as it came, before any parser.
const message = new Webhook(process.env.WEBHOOK_SECRET).verify(body, request.headers);
console.log(message.type, message.data);`,
  Python: `import os
from standardwebhooks.webhooks import Webhook

# \`body\` is the request's body as it came, before any parser.
message = Webhook(os.environ["WEBHOOK_SECRET"]).verify(body, dict(request.headers))
print(message["type"], message["data"])`,
  openssl: `# $ID, $TIMESTAMP: the headers webhook-id and webhook-timestamp; body.json: the body as it came
KEY=$(printf %s "\${WEBHOOK_SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
{ printf '%s.%s.' "$ID" "$TIMESTAMP"; cat body.json; } |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | base64
# the same as in webhook-signature behind "v1,"`,
};

/** How a receiver checks an HMAC signature; docs/webhooks.md has the whole of it. */
export const verifySnippet = (language: VerifyLanguage): string => SNIPPETS[language];
