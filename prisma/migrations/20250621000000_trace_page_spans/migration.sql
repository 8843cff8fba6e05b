-- The lowest and the highest number of a page's steps, so that who reads some steps of a long trace takes apart only the
-- pages that may hold them. Null: written by a release that did not say so, and always read.
alter table trace_pages
  add column first_n integer,
  add column last_n integer;
