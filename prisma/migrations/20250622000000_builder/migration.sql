-- What only the builder knows of a flow (notes, groups, pins, samples), saved with its draft under one revision; and how
-- people find a flow among many. Minutes are what a person would need for what one run does.
alter table flows
  add column board json not null default '{}',
  add column folder text,
  add column tags text[] not null default '{}',
  add column minutes_saved numeric(9, 2),
  add column unpublished_changes boolean not null default false;

-- Publishing left no mark: a draft that is not the text of what is published has changed.
update flows f set unpublished_changes = f.draft::text <> v.definition::text
from flow_versions v where v.tenant_id = f.tenant_id and v.flow_id = f.id and v.version = f.published_version;

create index flows_folder on flows (tenant_id, folder) where folder is not null;
create index flows_tags on flows using gin (tags) where tags <> '{}';
