import type { SsoPerson } from '#domain/sso/admit-person.ts';
import type { SamlConfig } from '#domain/sso/sso-provider.ts';
import { keepable } from './keepable-person.ts';
import type { ServiceProvider } from './saml-request.ts';
import { signedAssertion } from './saml-signature.ts';
import { SsoRefused } from './sso-refusal.ts';
import { attributeOf, childOf, childrenOf, readXml, textOf, type XmlNode } from './xml-tree.ts';

/** Clocks differ. */
const SKEW_MS = 120_000;
const MOST_BYTES = 256 * 1024;

const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';

/** Names under which providers tell an address, and a name. */
const EMAILS = [
  'email',
  'mail',
  'emailaddress',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
  'urn:oid:0.9.2342.19200300.100.1.3',
  'urn:oid:1.2.840.113549.1.9.1',
];
const NAMES = [
  'displayname',
  'name',
  'cn',
  'http://schemas.microsoft.com/identity/claims/displayname',
  'urn:oid:2.16.840.1.113730.3.1.241',
];

export interface SamlAsked {
  config: SamlConfig;
  us: ServiceProvider;
  /** Of the request that this has to answer. */
  requestId: string;
  nowMs: number;
}

/** The document that a provider's page posts. @throws `SsoRefused` */
export function decodeSaml(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0 || bytes.length > MOST_BYTES) throw new SsoRefused('malformed', 'no document, or a huge one');
  return bytes.toString('utf8');
}

/** Whom the provider's answer to our request names. @throws `SsoRefused` */
export function readSamlResponse(xml: string, asked: SamlAsked): SsoPerson {
  const document = readXml(xml);
  refuseFailure(childOf(document, 'Response'), asked);
  const assertion = childOf(readXml(signedAssertion(xml, document, asked.config)), 'Assertion');
  if (!assertion) throw new SsoRefused('signature', 'what is signed is no assertion');
  if (textOf(childOf(assertion, 'Issuer')) !== asked.config.entityId)
    throw new SsoRefused('issuer', 'the assertion is of another provider');
  checkConditions(childOf(assertion, 'Conditions'), asked);
  checkConfirmation(childOf(assertion, 'Subject'), asked);
  return personOf(assertion, asked.config);
}

/** What stands outside of the assertion may speak against it, never for it. */
function refuseFailure(response: XmlNode | undefined, { us, requestId }: SamlAsked): void {
  if (!response) throw new SsoRefused('malformed', 'no Response');
  const status = attributeOf(childOf(childOf(response, 'Status'), 'StatusCode'), 'Value');
  if (status !== SUCCESS) throw new SsoRefused('provider_refused', `status ${String(status).slice(0, 80)}`);
  const destination = attributeOf(response, 'Destination');
  if (destination && destination !== us.acs) throw new SsoRefused('recipient', 'sent to somebody else');
  const answers = attributeOf(response, 'InResponseTo');
  if (answers !== null && answers !== requestId) throw new SsoRefused('other_request', 'answers another request');
}

const timeOf = (node: XmlNode | undefined, name: string): number | null => {
  const text = attributeOf(node, name);
  if (text === null) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new SsoRefused('malformed', `no time: ${name}`);
  return at;
};

/** @throws `SsoRefused`: over, not yet, or without an end */
function checkTimes(node: XmlNode | undefined, nowMs: number): void {
  const [from, until] = [timeOf(node, 'NotBefore'), timeOf(node, 'NotOnOrAfter')];
  if (until === null) throw new SsoRefused('expired', 'it never ends');
  if (nowMs >= until + SKEW_MS || (from !== null && nowMs < from - SKEW_MS))
    throw new SsoRefused('expired', 'it is over, or not yet');
}

function checkConditions(conditions: XmlNode | undefined, { us, nowMs }: SamlAsked): void {
  checkTimes(conditions, nowMs);
  const audiences = childrenOf(conditions, 'AudienceRestriction');
  const named = (one: XmlNode) => childrenOf(one, 'Audience').some((node) => textOf(node) === us.entityId);
  if (audiences.length === 0 || !audiences.every(named)) throw new SsoRefused('audience', 'made for somebody else');
}

/** One confirmation has to be all of this at once: to us, now, and for the request that this browser began. */
function checkConfirmation(subject: XmlNode | undefined, { us, requestId, nowMs }: SamlAsked): void {
  const data = childrenOf(subject, 'SubjectConfirmation')
    .filter((one) => attributeOf(one, 'Method') === BEARER)
    .map((one) => childOf(one, 'SubjectConfirmationData'))
    .filter((one) => one !== undefined);
  const ours = data.filter((one) => attributeOf(one, 'Recipient') === us.acs);
  if (ours.length === 0) throw new SsoRefused('recipient', 'confirmed for somebody else');
  const asked = ours.find((one) => attributeOf(one, 'InResponseTo') === requestId);
  if (!asked) throw new SsoRefused('other_request', 'confirmed for another request');
  checkTimes(asked, nowMs);
}

function personOf(assertion: XmlNode, { entityId }: SamlConfig): SsoPerson {
  const nameId = childOf(childOf(assertion, 'Subject'), 'NameID');
  const subject = textOf(nameId);
  if (subject === null || attributeOf(nameId, 'Format') === TRANSIENT)
    throw new SsoRefused('no_subject', 'no lasting name of the person');
  const told = attributesOf(assertion);
  const first = (names: readonly string[]) => names.map((name) => told.get(name)).find((value) => value !== undefined);
  const email = (first(EMAILS) ?? (subject.includes('@') ? subject : '')).trim().toLowerCase();
  if (email === '') throw new SsoRefused('no_email', 'no address');
  return keepable({ issuer: entityId, subject, email, name: first(NAMES) ?? email });
}

/** The first value of each attribute, by its name and by its friendly name, lower case. */
function attributesOf(assertion: XmlNode): Map<string, string> {
  const told = new Map<string, string>();
  for (const statement of childrenOf(assertion, 'AttributeStatement'))
    for (const attribute of childrenOf(statement, 'Attribute')) {
      const value = textOf(childOf(attribute, 'AttributeValue'));
      const names = [attributeOf(attribute, 'Name'), attributeOf(attribute, 'FriendlyName')];
      if (value !== null)
        for (const name of names) if (name && !told.has(name.toLowerCase())) told.set(name.toLowerCase(), value);
    }
  return told;
}
