import { useLocale } from '../texts/texts.ts';

type Words = { pt: string; en: string };
/** Why a way by a provider ended outside; what is not named here has the last words. */
const PROBLEMS: Record<string, Words> = {
  domain: {
    pt: 'O provedor informou um e-mail de um domínio que esta conta não provou.',
    en: 'The provider told an address of a domain that this account has not proved.',
  },
  no_invite: {
    pt: 'O seu e-mail ainda não faz parte da conta. Peça um convite a quem a administra.',
    en: 'Your address does not belong to the account yet. Ask its administrator for an invite.',
  },
  other_person: {
    pt: 'Este e-mail era de outra pessoa no provedor. Quem administra a conta precisa tirar a pessoa anterior.',
    en: 'This address was somebody else’s at the provider. An administrator has to remove the person of before.',
  },
  blocked: { pt: 'O seu acesso está bloqueado.', en: 'Your access is blocked.' },
  unknown_way: {
    pt: 'Esta tentativa venceu, já foi usada ou começou em outro navegador. Comece de novo.',
    en: 'This try is over, was used, or began in another browser. Begin again.',
  },
  provider_refused: { pt: 'O provedor recusou a entrada.', en: 'The provider refused.' },
  provider_unreachable: {
    pt: 'O provedor não respondeu. Tente mais tarde.',
    en: 'The provider did not answer. Try later.',
  },
  client_refused: {
    pt: 'O provedor não aceitou o ID ou o segredo do cliente, ou o endereço de retorno.',
    en: 'The provider took neither client id and secret, nor the return address.',
  },
  unsigned: { pt: 'A resposta do provedor não está assinada.', en: 'The provider’s answer is not signed.' },
  signature: {
    pt: 'A assinatura não confere com o certificado guardado. O provedor trocou de chave? Salve os metadados novos.',
    en: 'The signature does not fit the kept certificate. Did the provider change keys? Save its new metadata.',
  },
  encrypted: {
    pt: 'O provedor cifra a resposta. Desligue a cifra da asserção lá.',
    en: 'The provider encrypts its answer. Switch encryption of assertions off there.',
  },
  audience: {
    pt: 'A resposta era para outro sistema. Confira a identificação (entity ID) no provedor.',
    en: 'The answer was for another system. Check the entity ID at the provider.',
  },
  recipient: {
    pt: 'A resposta era para outro endereço. Confira o endereço ACS no provedor.',
    en: 'The answer was for another address. Check the ACS address at the provider.',
  },
  expired: {
    pt: 'A resposta do provedor venceu. Os relógios conferem?',
    en: 'The provider’s answer is over. Do the clocks agree?',
  },
  no_email: {
    pt: 'O provedor não informou um e-mail. Inclua o e-mail entre os atributos.',
    en: 'The provider told no address. Add the e-mail to the attributes.',
  },
  no_subject: {
    pt: 'O provedor não informou um nome duradouro. Use NameID persistente ou o e-mail.',
    en: 'The provider told no lasting name. Use a persistent NameID, or the e-mail.',
  },
  email_unverified: {
    pt: 'O provedor diz que o e-mail não foi confirmado.',
    en: 'The provider says that the address is not verified.',
  },
  not_of_directory: {
    pt: 'A conta usada é particular, não é do diretório da empresa.',
    en: 'That account is a private one, not of the company’s directory.',
  },
};
const OTHER: Words = {
  pt: 'A resposta do provedor não pôde ser aceita.',
  en: 'The provider’s answer could not be taken.',
};

export const useSsoProblem = (): ((problem: string) => string) => {
  const locale = useLocale();
  return (problem) => (PROBLEMS[problem] ?? OTHER)[locale === 'en' ? 'en' : 'pt'];
};
