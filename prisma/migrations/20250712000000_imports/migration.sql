-- What is said to whoever asked that a tenant be deleted: address, language and name, until it is said.
alter table erasure_receipts add column tell json;
create index erasure_receipts_tell on erasure_receipts (ended_at) where tell is not null;

-- Rows that nobody but a deletion may delete go in batches: by their key, which the deletion may read.
grant select (flow_id, version) on flow_versions to trama_admin;
grant select (id) on consent_entries, person_requests to trama_admin;
grant select (number) on payload_keys to trama_admin;
