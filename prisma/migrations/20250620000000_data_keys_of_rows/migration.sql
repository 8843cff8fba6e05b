-- A key is deleted with its row by all that it consists of, which both indexes find; the cascade knew the row alone, and where
-- the planner had no statistics yet it read all keys of the table for each row.
alter table data_keys drop constraint data_keys_tenant_id_table_id_row_id_fkey;
