# Makes Temporal's two databases and brings their tables up to date. What is there already stays.
for database in temporal temporal_visibility; do
  folder=temporal
  if [ "$database" = temporal_visibility ]; then folder=visibility; fi
  tool() { temporal-sql-tool --plugin "$DB" --ep "$POSTGRES_SEEDS" -p "$DB_PORT" -u "$POSTGRES_USER" --db "$database" "$@"; }
  tool create || true
  tool setup-schema -v 0.0 || true
  tool update-schema -d "/etc/temporal/schema/postgresql/v12/$folder/versioned"
done
