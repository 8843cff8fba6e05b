-- What a schedule did last, what it missed (due while nothing ran, and too old to be made up for), and since when it rests.
alter table flow_triggers
  add column last_due_at timestamptz,
  add column last_fired_at timestamptz,
  add column last_outcome text,
  add column last_run_id uuid,
  add column missed bigint not null default 0,
  add column last_missed_at timestamptz,
  add column paused_at timestamptz;
