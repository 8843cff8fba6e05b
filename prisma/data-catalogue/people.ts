import { columns, type TableEntry } from './entry.ts';

/** The tenant itself, who works for it, and what is written down of them. */
export const PEOPLE: Record<string, TableEntry> = {
  tenants: {
    purpose: { pt: 'A conta: nome, ajustes, aparência, prazos', en: 'The tenant: name, settings, brand, retention' },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({
      business: 'slug name plan timezone locale settings holidays brand segment ai_help retention status status_reason',
      technical: 'id created_at onboarding_step onboarded_at revision status_at deletion deletion_due_at erasing_at',
    }),
  },
  users: {
    purpose: { pt: 'Pessoas que entram na Trama, de qualquer conta', en: 'People who sign in, of any tenant' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'email name image',
      technical: 'id created_at disabled_at email_verified two_factor_enabled updated_at',
    }),
  },
  memberships: {
    purpose: { pt: 'Quem trabalha na conta, e com que papel', en: 'Who works in the tenant, and as what' },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({
      personal: 'user_id',
      business: 'role role_id',
      technical: 'created_at',
    }),
  },
  roles: {
    purpose: { pt: 'Papéis da própria conta', en: "Roles of the tenant's own" },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({
      business: 'name description scopes',
      technical: 'id created_by created_at updated_at',
    }),
  },
  invites: {
    purpose: { pt: 'Convites por e-mail', en: 'Invites by e-mail' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'email',
      secret: 'token_hash',
      business: 'role role_id',
      technical: 'id invited_by created_at sent_at expires_at accepted_at revoked_at',
    }),
  },
  access_policies: {
    purpose: { pt: 'Como se entra na conta', en: 'How one signs in to the tenant' },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({
      business: 'ip_allow password_length idle_minutes session_hours require_two_step',
      technical: 'revision updated_at',
    }),
  },
  verified_domains: {
    purpose: { pt: 'Domínios que a conta provou ter', en: 'Domains that the tenant proved to hold' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      secret: 'token',
      business: 'domain join_role',
      technical: 'created_at checked_at verified_at',
    }),
  },
  sso_providers: {
    purpose: { pt: 'O login único da empresa', en: "The company's own way to sign in" },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'test',
      secret: 'sealed',
      business: 'kind config required',
      technical: 'id key_id revision tested_at enabled_at created_at updated_at',
    }),
  },
  sso_ways: {
    purpose: { pt: 'Entradas pelo login único, em andamento', en: 'Single sign-ons under way' },
    keeping: 'short',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'answer',
      secret: 'state_hash browser_hash',
      technical: 'revision session_id return_to expires_at answered_at used_at',
    }),
  },
  sso_accounts: {
    purpose: {
      pt: 'Como o provedor da empresa conhece cada pessoa',
      en: "How the company's provider knows each person",
    },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({ personal: 'issuer subject user_id', technical: 'created_at' }),
  },
  impersonations: {
    purpose: {
      pt: 'Quem da operação entrou no lugar de alguém, e por quê',
      en: "Which operator sat in somebody's place, and why",
    },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({
      personal: 'user_id operator',
      business: 'reason',
      technical: 'id created_at expires_at ended_at',
    }),
  },
  api_keys: {
    purpose: { pt: 'Chaves de programas; só o resumo é guardado', en: 'Keys of programs; only their hash is kept' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'last_used_ip',
      secret: 'key_hash previous_hash',
      business: 'name prefix scopes allowed_ips per_minute previous_prefix',
      technical:
        'id created_by created_at expires_at last_used_at revoked_at keep_bodies_until rotated_at secret_used_at previous_until previous_used_at',
    }),
  },
  saved_views: {
    purpose: { pt: 'Filtros que uma pessoa guardou', en: 'Filters that a person kept' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'user_id query',
      business: 'page name',
      technical: 'id created_at',
    }),
  },
  notifications: {
    purpose: { pt: 'Avisos no sino das pessoas da conta', en: "Notices in the bell of the tenant's people" },
    keeping: 'notifications',
    archive: 'no',
    person: 'values',
    columns: columns({
      personal: 'user_id title body link',
      technical: 'id effect_key level run_id flow_id created_at read_at',
    }),
  },
  push_subscriptions: {
    purpose: { pt: 'Navegadores que recebem avisos', en: 'Browsers that get notices' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'user_id',
      secret: 'endpoint_hash sealed',
      technical: 'id key_id created_at',
    }),
  },
  audit_entries: {
    purpose: {
      pt: 'Quem fez o quê, em cadeia que não se reescreve',
      en: 'Who did what, in a chain that is never rewritten',
    },
    keeping: 'audit',
    archive: 'out',
    person: 'no',
    columns: columns({
      personal: 'actor_name ip user_agent',
      business: 'action target data target_kind target_name changes',
      technical: 'seq at actor prev_hash hash v impersonator via trace_id seal sealed_by',
    }),
  },
  audit_anchors: {
    purpose: { pt: 'Pontas assinadas da cadeia', en: 'Signed ends of that chain' },
    keeping: 'audit',
    archive: 'no',
    person: 'no',
    columns: columns({
      technical: 'kind seq hash at seal sealed_by',
    }),
  },
  audit_exports: {
    purpose: { pt: 'Para onde a auditoria vai todo dia', en: 'Where the audit goes every day' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      secret: 'sealed',
      business: 'endpoint region bucket prefix access_key format gzip hour',
      technical:
        'key_id revision done_seq upto earlier next_at lease_until last_at failures failing_since problem detail created_at updated_at',
    }),
  },
  consent_entries: {
    purpose: {
      pt: 'Quem aceitou ou recusou receber o quê, e a prova',
      en: 'Who agreed to receive what, or refused, and the proof',
    },
    keeping: 'tenant',
    archive: 'out',
    person: 'values',
    columns: columns({
      personal: 'contact evidence',
      business: 'channel purpose given source',
      technical: 'id contact_hash run_id effect_key created_by created_at',
    }),
  },
  person_requests: {
    purpose: {
      pt: 'O que foi feito por pedidos de titulares, sem o titular',
      en: 'What was done for people who asked for their data, without the person',
    },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({
      technical: 'id kind person_hash counts created_by created_at',
    }),
  },
};
