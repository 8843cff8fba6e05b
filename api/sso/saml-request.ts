import { deflateRawSync } from 'node:zlib';

/** What a provider is told of us, for one tenant. */
export interface ServiceProvider {
  entityId: string;
  /** Where its answers are posted. */
  acs: string;
}

const XML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => XML[char] ?? char);

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';
const EMAIL = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';

/** The address that a person is sent to (HTTP-Redirect binding, unsigned: nothing in the answer is believed for its sake). */
export function samlRequestUrl(
  entryPoint: string,
  { entityId, acs }: ServiceProvider,
  { requestId, state, at }: { requestId: string; state: string; at: Date },
): string {
  const request =
    `<samlp:AuthnRequest xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}" ID="${requestId}" Version="2.0"` +
    ` IssueInstant="${at.toISOString()}" Destination="${escaped(entryPoint)}" ProtocolBinding="${POST}"` +
    ` AssertionConsumerServiceURL="${escaped(acs)}"><saml:Issuer>${escaped(entityId)}</saml:Issuer></samlp:AuthnRequest>`;
  const url = new URL(entryPoint);
  url.searchParams.set('SAMLRequest', deflateRawSync(Buffer.from(request)).toString('base64'));
  url.searchParams.set('RelayState', state);
  return url.href;
}

/** What a provider reads to know us. */
export const samlMetadata = ({ entityId, acs }: ServiceProvider): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escaped(entityId)}">
  <md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true" protocolSupportEnumeration="${PROTOCOL}">
    <md:NameIDFormat>${PERSISTENT}</md:NameIDFormat>
    <md:NameIDFormat>${EMAIL}</md:NameIDFormat>
    <md:AssertionConsumerService Binding="${POST}" Location="${escaped(acs)}" index="0" isDefault="true"/>
  </md:SPSSODescriptor>
</md:EntityDescriptor>
`;
