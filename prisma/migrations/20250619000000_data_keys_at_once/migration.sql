-- Rows are written before their keys, so nothing has to wait for the commit: of an import, it would then have taken too long.
alter table data_keys alter constraint data_keys_tenant_id_table_id_row_id_fkey not deferrable;
