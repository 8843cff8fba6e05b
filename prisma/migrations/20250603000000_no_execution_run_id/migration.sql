-- Nothing wrote it: a workflow id belongs to one run alone, so there is no execution to choose among.
-- Its grants go with it.
alter table runs drop column execution_run_id;
