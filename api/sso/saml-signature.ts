import { createRequire } from 'node:module';
import type * as Samlify from 'samlify';
import type { SamlConfig } from '#domain/sso/sso-provider.ts';
import { SsoRefused } from './sso-refusal.ts';
import { attributeOf, childOf, childrenOf, everyOf, type XmlNode } from './xml-tree.ts';

const SIGNING: ReadonlySet<string> = new Set([
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
]);
const DIGESTS: ReadonlySet<string> = new Set([
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
]);
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const TRANSFORMS: ReadonlySet<string> = new Set(['http://www.w3.org/2000/09/xmldsig#enveloped-signature', EXCLUSIVE]);

const unfit = (what: string) => new SsoRefused('signature', what);

/**
 * One signature, over the element that it stands in and nothing else, by methods that are neither weak nor clever.
 * @throws `SsoRefused`
 */
function checkForm(signature: XmlNode, signed: XmlNode): void {
  const info = childOf(signature, 'SignedInfo');
  const references = childrenOf(info, 'Reference');
  const [reference] = references;
  const id = attributeOf(signed, 'ID');
  if (references.length !== 1 || !id || attributeOf(reference, 'URI') !== `#${id}`)
    throw unfit('the signature is of something else');
  if (!SIGNING.has(attributeOf(childOf(info, 'SignatureMethod'), 'Algorithm') ?? '')) throw unfit('a signing method');
  if (!DIGESTS.has(attributeOf(childOf(reference, 'DigestMethod'), 'Algorithm') ?? '')) throw unfit('a digest method');
  if (attributeOf(childOf(info, 'CanonicalizationMethod'), 'Algorithm') !== EXCLUSIVE) throw unfit('a canonical form');
  const transforms = everyOf(childOf(reference, 'Transforms'), 'Transform');
  if (transforms.some((one) => !TRANSFORMS.has(attributeOf(one, 'Algorithm') ?? ''))) throw unfit('a transform');
}

/** What is believed of a document is taken out of what was signed, so nothing that stands around it counts. */
export function signedAssertion(xml: string, document: XmlNode, config: SamlConfig): string {
  const response = childOf(document, 'Response');
  const assertions = everyOf(document, 'Assertion');
  const [assertion] = childrenOf(response, 'Assertion');
  if (everyOf(document, 'EncryptedAssertion').length > 0) throw new SsoRefused('encrypted', 'an encrypted assertion');
  if (!response || !assertion || assertions.length !== 1) throw new SsoRefused('malformed', 'not one assertion');
  const places = [response, assertion].flatMap((node) =>
    childrenOf(node, 'Signature').map((one) => [one, node] as const),
  );
  if (places.length === 0) throw new SsoRefused('unsigned', 'nothing is signed');
  if (everyOf(document, 'Signature').length !== places.length) throw unfit('a signature where none belongs');
  for (const [signature, node] of places) checkForm(signature, node);
  return verified(xml, config);
}

// CommonJS, whose names differ by who loads it as a module; and only who has such a provider needs it.
const samlify = (): typeof Samlify => createRequire(import.meta.url)('samlify');

/** What was signed, and so all that is believed, by any of the certificates. @throws `SsoRefused` */
function verified(xml: string, { entityId, entryPoint, certificates }: SamlConfig): string {
  const { IdentityProvider, SamlLib } = samlify();
  const place = [{ Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', Location: entryPoint }];
  // One at a time: samlify looks at the first alone where the document names none. Without any it would believe the
  // document's own.
  for (const signingCert of certificates) {
    const { entityMeta } = IdentityProvider({
      entityID: entityId,
      signingCert,
      singleSignOnService: place,
      singleLogoutService: place,
    });
    try {
      const [good, assertion] = SamlLib.verifySignature(xml, { metadata: entityMeta });
      if (good && assertion !== null) return assertion;
    } catch {
      // By another key, or of another document: to us that is the same.
    }
  }
  throw unfit('the signature does not fit');
}
