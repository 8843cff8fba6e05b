-- Who answers for a tenant sees which of its people have a second step.
grant select (two_factor_enabled) on users to trama_app;
