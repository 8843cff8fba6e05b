-- The last 24 hours of an endpoint, however many deliveries its month had.
create index webhook_deliveries_health on webhook_deliveries (tenant_id, endpoint_id, created_at);
