-- Which model the builder's AI help asks, chosen once for the tenant (docs/decisions/659).
alter table tenants add column ai_help json not null default '{}';
grant update (ai_help) on tenants to trama_app;
