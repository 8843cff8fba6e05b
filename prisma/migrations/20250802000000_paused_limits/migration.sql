-- Who paused, and has used up what was paid for, keeps the plan and may go back to it at any time: until then what runs by itself
-- (schedules, webhooks, messages) has no more room in a month than the plan FREE gives. A pause has no last step of dunning that
-- would end it, and nothing is had for ever without payment. Only what is refused: what is included, and charged beyond, stays.
create or replace function plan_limit(tenant uuid, what text, hard boolean) returns bigint language plpgsql stable as $$
declare
  given bigint;
  added bigint;
  least_of bigint;
  version uuid;
begin
  select o.limit_n into given from public.entitlement_overrides o
    where o.tenant_id = tenant and o.feature = what and o.limit_n is not null and coalesce(o.expires_at > now(), true);
  if found then return given; end if;
  version := public.plan_version_of(tenant);
  if version is null then return -1; end if;
  if hard and what in ('runs', 'messages', 'searches', 'social_posts') and exists (
    select from public.billing_subscriptions s
      where s.tenant_id = tenant and s.state = 'paused' and s.access = 'read_only') then
    select (v.limits ->> what)::bigint into least_of from public.plan_versions v
      where v.tier = 'FREE' and v.published_at is not null order by v.number desc limit 1;
    if least_of >= 0 then return least_of; end if;
  end if;
  if hard and exists (select from public.usage_prices u where u.version_id = version and u.feature = what) then return -1; end if;
  select coalesce((v.limits ->> what)::bigint, -1) into given from public.plan_versions v where v.id = version;
  if given is null or given < 0 then return -1; end if;
  select sum(i.quantity * (a.adds ->> what)::bigint) into added
    from public.subscription_items i join public.add_ons a on a.key = i.add_on and a.adds ? what
    where i.tenant_id = tenant;
  return given + coalesce(added, 0);
end
$$;
