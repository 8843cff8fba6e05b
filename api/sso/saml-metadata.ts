import { X509Certificate } from 'node:crypto';
import { fail } from '#api/frame/fail.ts';
import type { SamlConfig } from '#domain/sso/sso-provider.ts';
import { safeAddress } from './safe-address.ts';
import { attributeOf, childOf, childrenOf, everyOf, readXml, textOf } from './xml-tree.ts';

const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';
const MOST_CERTIFICATES = 10;

const unreadable = (pt: string, en: string, pointer: string) =>
  fail('invalid', pt, en, { errors: [{ pointer, code: 'unreadable', message: { pt, en } }] });

/** As PEM, whether it came as that or as bare base64. @throws `invalid` */
export function certificateOf(text: string, pointer: string): string {
  const bare = text.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  try {
    const found = new X509Certificate(Buffer.from(bare, 'base64'));
    if (found.publicKey.asymmetricKeyType !== 'rsa') throw new TypeError('not RSA');
    return found.toString();
  } catch {
    throw unreadable('Não é um certificado X.509 com chave RSA.', 'No X.509 certificate with an RSA key.', pointer);
  }
}

/** A certificate for people: which it is, and until when. */
export const certificateView = (pem: string) => {
  const found = new X509Certificate(pem);
  return { fingerprint: found.fingerprint256, notAfter: new Date(found.validTo).toISOString() };
};

export const samlConfig = (given: { entityId: string; entryPoint: string; certificates: string[] }): SamlConfig => ({
  kind: 'saml',
  entityId: given.entityId,
  entryPoint: safeAddress(given.entryPoint, '/entryPoint'),
  certificates: given.certificates.map((one) => certificateOf(one, '/certificates')),
});

/** What a provider says of itself. @throws `invalid` */
export function readIdpMetadata(xml: string): SamlConfig {
  const pointer = '/metadata';
  let entity: ReturnType<typeof childOf>;
  try {
    entity = childOf(readXml(xml.replaceAll(/<!--[\s\S]*?-->/g, '').trim()), 'EntityDescriptor');
  } catch {
    throw unreadable('O XML não pôde ser lido.', 'The XML could not be read.', pointer);
  }
  const role = childOf(entity, 'IDPSSODescriptor');
  const entityId = attributeOf(entity, 'entityID');
  const service = childrenOf(role, 'SingleSignOnService').find((one) => attributeOf(one, 'Binding') === REDIRECT);
  const entryPoint = attributeOf(service, 'Location');
  const keys = childrenOf(role, 'KeyDescriptor').filter((one) => attributeOf(one, 'use') !== 'encryption');
  const certificates = keys.flatMap((one) => everyOf(one, 'X509Certificate')).map((one) => textOf(one) ?? '');
  if (!entityId || !entryPoint || certificates.length === 0 || certificates.length > MOST_CERTIFICATES)
    throw unreadable(
      'Faltam a identificação, o endereço (HTTP-Redirect) ou o certificado de um provedor.',
      'The name, address (HTTP-Redirect) or certificate of a provider is missing.',
      pointer,
    );
  const pems = certificates.map((one) => certificateOf(one, pointer));
  return { kind: 'saml', entityId, entryPoint: safeAddress(entryPoint, pointer), certificates: pems };
}
