-- Keys that nobody may delete go with their tenant, and only then (docs/privacy.md).
do $$
declare
  t text;
begin
  foreach t in array array['payload_keys', 'tenant_keys']
  loop
    execute format('create trigger only_with_its_tenant before delete on %I
      for each row execute function only_with_its_tenant()', t);
    execute format('grant select (tenant_id), delete on %I to trama_admin', t);
  end loop;
end
$$;
-- Whoever deletes an entry of the audit looks for the cut that lets it.
grant select (kind, seq) on audit_anchors to trama_admin;
