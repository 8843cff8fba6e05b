-- What an operator gives replaces the plan's own number, and what is bought beside the plan is added to either: whoever was given a
-- number paid for add-ons that changed nothing. What is without limit stays so. In a pause that nothing paid for covers, what is
-- bought beside the plan is not paid for, either.
create or replace function plan_limit(tenant uuid, what text, hard boolean) returns bigint language plpgsql stable as $$
declare
  given bigint;
  added bigint;
  least_of bigint;
  version uuid;
  by_operator boolean;
  unpaid boolean;
begin
  select o.limit_n into given from public.entitlement_overrides o
    where o.tenant_id = tenant and o.feature = what and o.limit_n is not null and coalesce(o.expires_at > now(), true);
  by_operator := found;
  version := public.plan_version_of(tenant);
  if not by_operator and version is null then return -1; end if;
  unpaid := hard and what in ('runs', 'messages', 'searches', 'social_posts') and exists (
    select from public.billing_subscriptions s
      where s.tenant_id = tenant and s.state = 'paused' and s.access = 'read_only');
  if by_operator and unpaid then return given; end if;
  if unpaid then
    select (v.limits ->> what)::bigint into least_of from public.plan_versions v
      where v.tier = 'FREE' and v.published_at is not null order by v.number desc limit 1;
    if least_of >= 0 then return least_of; end if;
  end if;
  if not by_operator then
    if hard and exists (select from public.usage_prices u where u.version_id = version and u.feature = what) then return -1; end if;
    select coalesce((v.limits ->> what)::bigint, -1) into given from public.plan_versions v where v.id = version;
  end if;
  if given is null or given < 0 then return -1; end if;
  select sum(i.quantity * (a.adds ->> what)::bigint) into added
    from public.subscription_items i join public.add_ons a on a.key = i.add_on and a.adds ? what
    where i.tenant_id = tenant;
  return given + coalesce(added, 0);
end
$$;

-- A brand of one's own (domain, sender) is sold when there is one. Who has it keeps it, and operators may put it back.
update add_ons set active = false, updated_at = now() where key = 'white-label' and active;
