import { afterAll, describe, expect, test } from 'vitest';
import { type SamlLie, startSamlProvider } from '#tests/simulators/saml-provider.ts';
import { readIdpMetadata } from './saml-metadata.ts';
import { samlRequestUrl } from './saml-request.ts';
import { decodeSaml, readSamlResponse } from './saml-response.ts';

const idp = await startSamlProvider();
afterAll(() => idp.close());
const config = readIdpMetadata(idp.metadata);
const us = { entityId: 'https://trama.example/sso/x', acs: 'https://trama.example/sso/x/acs' };
const request = samlRequestUrl(config.entryPoint, us, { requestId: '_asked', state: 's', at: new Date() });

const read = (lie: SamlLie | null, signsResponse: boolean) => {
  Object.assign(idp, { lie, signsResponse });
  const { SAMLResponse } = idp.answer(request);
  const asked = { config, us, requestId: '_asked', nowMs: Date.now() };
  try {
    return readSamlResponse(decodeSaml(SAMLResponse), asked);
  } catch (error) {
    return error instanceof Error && 'reason' in error ? error.reason : error;
  }
};

const LIES: [SamlLie, string][] = [
  ['unsigned', 'unsigned'],
  ['other-key', 'signature'],
  ['sha1', 'signature'],
  ['changed-after', 'signature'],
  ['wrapped', 'malformed'],
  ['wrapped-response', 'malformed'],
  ['second-assertion', 'malformed'],
  ['comment', 'malformed'],
  ['doctype', 'malformed'],
  ['wrong-audience', 'audience'],
  ['no-audience', 'audience'],
  ['wrong-recipient', 'recipient'],
  ['wrong-issuer', 'issuer'],
  ['expired', 'expired'],
  ['not-yet', 'expired'],
  ['endless', 'expired'],
  ['other-request', 'other_request'],
  ['unasked', 'other_request'],
  ['transient', 'no_subject'],
  ['failed', 'provider_refused'],
];

describe.each([
  ['the assertion', false],
  ['the whole answer', true],
])('a provider that signs %s', (_, signsResponse) => {
  test('is believed', () => {
    const ana = { subject: 'n-1', email: 'ana@loja.example', name: 'Ana da Loja' };
    expect(read(null, signsResponse)).toEqual({ issuer: idp.entityId, ...ana });
  });
  test.each(LIES)('%s: nobody', (lie, reason) => {
    expect(read(lie, signsResponse)).toBe(reason);
  });
});

test('a certificate that is added before the provider changes keys is enough', () => {
  const two = { ...config, certificates: [...config.certificates, ...config.certificates] };
  Object.assign(idp, { lie: null, signsResponse: false });
  const asked = { config: two, us, requestId: '_asked', nowMs: Date.now() };
  expect(readSamlResponse(decodeSaml(idp.answer(request).SAMLResponse), asked).subject).toBe('n-1');
});
