import { defineConfig } from 'prisma/config';

// For `prisma generate` and `prisma format`; the product applies its migrations itself (prisma/migrate.ts).
export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } });
