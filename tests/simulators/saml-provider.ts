import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { inflateRawSync } from 'node:zlib';
import type * as Samlify from 'samlify';
import { samlKeys } from './saml-keys.ts';

/** How an answer is not what it should be. */
export type SamlLie =
  | 'unsigned'
  | 'other-key'
  | 'sha1'
  | 'wrong-audience'
  | 'no-audience'
  | 'wrong-recipient'
  | 'wrong-issuer'
  | 'expired'
  | 'not-yet'
  | 'endless'
  | 'other-request'
  | 'unasked'
  | 'transient'
  | 'failed'
  | 'changed-after'
  | 'wrapped'
  | 'wrapped-response'
  | 'second-assertion'
  | 'comment'
  | 'doctype';

export interface SamlAnswer {
  acs: string;
  /** What a browser posts there. */
  SAMLResponse: string;
  RelayState: string;
}

/** A SAML 2 provider that says what a test wants to hear said: at `url` it answers with a page that posts itself. */
export interface SamlProvider {
  entityId: string;
  url: string;
  metadata: string;
  person: { nameId: string; email: string | null; name: string };
  lie: SamlLie | null;
  /** The whole Response is signed, in place of the assertion. */
  signsResponse: boolean;
  /** What its page would post, of a request's address. */
  answer(requestUrl: string): SamlAnswer;
  close(): Promise<void>;
}

const { SamlLib } = createRequire(import.meta.url)('samlify') as typeof Samlify;

const SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';
const EMAIL_CLAIM = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress';

interface Asked {
  id: string;
  acs: string;
  audience: string;
}

const askedIn = (url: URL): Asked => {
  const xml = inflateRawSync(Buffer.from(url.searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
  const of = (pattern: RegExp) => pattern.exec(xml)?.[1] ?? '';
  return {
    id: of(/ID="([^"]+)"/),
    acs: of(/AssertionConsumerServiceURL="([^"]+)"/),
    audience: of(/<saml:Issuer>([^<]+)</),
  };
};

const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

/** The document before it is signed. */
function written({ entityId, person, lie }: SamlProvider, { id, acs, audience }: Asked): string {
  const [from, until] = lie === 'expired' ? [at(-60), at(-30)] : lie === 'not-yet' ? [at(30), at(60)] : [at(-1), at(5)];
  const end = lie === 'endless' ? '' : ` NotOnOrAfter="${until}"`;
  const answers = lie === 'unasked' ? '' : ` InResponseTo="${lie === 'other-request' ? '_another' : id}"`;
  const recipient = lie === 'wrong-recipient' ? 'https://elsewhere.example/acs' : acs;
  const heard = lie === 'wrong-audience' ? 'https://elsewhere.example' : audience;
  const restriction = `<saml:AudienceRestriction><saml:Audience>${heard}</saml:Audience></saml:AudienceRestriction>`;
  const issuer = lie === 'wrong-issuer' ? 'https://other-idp.example' : entityId;
  const format = `urn:oasis:names:tc:SAML:2.0:nameid-format:${lie === 'transient' ? 'transient' : 'persistent'}`;
  const status = lie === 'failed' ? 'Responder' : 'Success';
  const claim = (name: string, value: string) =>
    `<saml:Attribute Name="${name}"><saml:AttributeValue>${value}</saml:AttributeValue></saml:Attribute>`;
  const claims = (person.email === null ? '' : claim(EMAIL_CLAIM, person.email)) + claim('displayName', person.name);
  return (
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"` +
    ` ID="_r${randomUUID()}" Version="2.0" IssueInstant="${at(0)}" Destination="${acs}"${answers}>` +
    `<saml:Issuer>${issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${status}"/></samlp:Status>` +
    `<saml:Assertion ID="_a${randomUUID()}" Version="2.0" IssueInstant="${at(0)}"><saml:Issuer>${issuer}</saml:Issuer>` +
    `<saml:Subject><saml:NameID Format="${format}">${person.nameId}</saml:NameID>` +
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">` +
    `<saml:SubjectConfirmationData Recipient="${recipient}"${end}${answers}/></saml:SubjectConfirmation></saml:Subject>` +
    `<saml:Conditions NotBefore="${from}"${end}>${lie === 'no-audience' ? '' : restriction}</saml:Conditions>` +
    `<saml:AuthnStatement AuthnInstant="${at(0)}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>` +
    `<saml:AttributeStatement>${claims}</saml:AttributeStatement></saml:Assertion></samlp:Response>`
  );
}

const ASSERTION = "/*[local-name(.)='Response']/*[local-name(.)='Assertion']";
const RESPONSE = "/*[local-name(.)='Response']";

function signed(xml: string, { lie, signsResponse }: SamlProvider): string {
  if (lie === 'unsigned') return xml;
  const { key, cert } = lie === 'other-key' ? samlKeys.thief : samlKeys.idp;
  const signingCert = bareOf(cert);
  const place = signsResponse ? RESPONSE : ASSERTION;
  return SamlLib.constructSAMLSignature({
    ...{ rawSamlMessage: xml, privateKey: key, signingCert, isBase64Output: false },
    ...{ signatureAlgorithm: lie === 'sha1' ? SHA1 : SHA256, isMessageSigned: signsResponse },
    ...(signsResponse ? {} : { referenceTagXPath: place }),
    signatureConfig: {
      prefix: 'ds',
      location: { reference: `${place}/*[local-name(.)='Issuer']`, action: 'after' },
    },
  });
}

const ASSERTION_TEXT = /<saml:Assertion[\s\S]*<\/saml:Assertion>/;

/** A good signature is left where it was, and something else is put where somebody careless would look. */
function twisted(xml: string, { lie, person }: SamlProvider): string {
  const [assertion = ''] = ASSERTION_TEXT.exec(xml) ?? [];
  const forged = assertion
    .replace(/<ds:Signature[\s\S]*<\/ds:Signature>/, '')
    .replace(/ ID="_a[^"]+"/, ' ID="_forged"')
    .replaceAll(person.email ?? person.nameId, 'dona@example.com')
    .replaceAll(person.nameId, 'somebody-else');
  if (lie === 'changed-after') return xml.replaceAll(person.email ?? '', 'dona@example.com');
  if (lie === 'wrapped') return xml.replace(assertion, `${forged}<samlp:Extensions>${assertion}</samlp:Extensions>`);
  if (lie === 'wrapped-response')
    return xml
      .replace('<saml:Issuer>', `<samlp:Extensions>${assertion}</samlp:Extensions><saml:Issuer>`)
      .replace(new RegExp(`(</samlp:Status>)[\\s\\S]*</saml:Assertion>`), `$1${forged.replaceAll('$', '$$$$')}`);
  if (lie === 'second-assertion') return xml.replace(assertion, assertion + forged);
  if (lie === 'comment')
    return xml.replace(person.nameId, `${person.nameId.slice(0, 3)}<!-- -->${person.nameId.slice(3)}`);
  if (lie === 'doctype') return `<!DOCTYPE x [<!ENTITY e "dona@example.com">]>${xml}`;
  return xml;
}

const bareOf = (pem: string): string => pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');

const metadataOf = (entityId: string, url: string): string => {
  const bare = bareOf(samlKeys.idp.cert);
  return `<?xml version="1.0"?><!-- as some write it --><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${bare}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService Binding="${POST}" Location="${url}/post"/><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${url}"/></md:IDPSSODescriptor></md:EntityDescriptor>`;
};

const page = ({ acs, SAMLResponse, RelayState }: SamlAnswer): string =>
  `<!doctype html><body onload="document.forms[0].submit()"><form method="post" action="${acs}">` +
  `<input type="hidden" name="SAMLResponse" value="${SAMLResponse}"><input type="hidden" name="RelayState" value="${RelayState}"></form>`;

export const startSamlProvider = async (): Promise<SamlProvider> => {
  const server = createServer((req: IncomingMessage, res: ServerResponse) => {
    res.setHeader('content-type', 'text/html').end(page(self.answer(`http://here${req.url ?? ''}`)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sso`;
  const entityId = 'https://idp.example/saml';
  const self: SamlProvider = {
    ...{ entityId, url, metadata: metadataOf(entityId, url), lie: null, signsResponse: false },
    person: { nameId: 'n-1', email: 'ana@loja.example', name: 'Ana da Loja' },
    answer: (requestUrl) => {
      const asked = new URL(requestUrl);
      const request = askedIn(asked);
      const xml = twisted(signed(written(self, request), self), self);
      const state = asked.searchParams.get('RelayState') ?? '';
      return { acs: request.acs, SAMLResponse: Buffer.from(xml).toString('base64'), RelayState: state };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return self;
};
