-- Which machine a run was accepted for: it stays with that number to its end (docs/decisions/014).
alter table runs add column machine smallint not null default 1;
grant select (machine) on runs to trama_admin;

-- Which releases had which machines: a start that lacks one says where to find it. Of no tenant.
create table machine_releases (
  machine smallint not null,
  release text not null,
  since   timestamptz not null default now(),
  primary key (machine, release)
);
grant select, insert on machine_releases to trama_admin;
