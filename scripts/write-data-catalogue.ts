import { writeFileSync } from 'node:fs';
import { cataloguePage } from '#domain/privacy/view-catalogue.ts';

writeFileSync('docs/data-catalogue.md', cataloguePage());
