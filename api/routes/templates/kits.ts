import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { id } from '#api/schemas/common.ts';
import { fillTemplate } from '#domain/templates/fill-template.ts';
import { kits, templatesOf } from '#domain/templates/gallery.ts';
import { viewKit } from '#domain/templates/view-template.ts';
import { SEGMENTS } from '#flow/template-lists.ts';
import { makeFlows, refuseUnfit } from './make-flows.ts';
import { fieldView, madeTables, missing, needView, using } from './templates.ts';

const view = z.object({
  id: z.string(),
  segment: z.enum(SEGMENTS),
  title: z.string(),
  summary: z.string(),
  templates: z.array(z.object({ id: z.string(), title: z.string(), summary: z.string() })),
  needs: z.array(needView),
  setup: z.array(fieldView).describe('Of all its templates; what several ask for stands here once'),
  tables: z.array(z.string()),
});

export const listKits = route({
  method: 'get',
  path: '/kits',
  tag: 'Templates',
  summary: 'Kits: templates that together do a kind of shop’s daily work',
  output: { 200: z.object({ data: z.array(view) }) },
  scopes: ['flows:read'],
  handle: async ({ request }) => ok({ data: [...kits().values()].map((one) => viewKit(one, request.locale)) }),
});

export const useKit = route({
  method: 'post',
  path: '/kits/{kit}/use',
  timeoutMs: 60_000,
  tag: 'Templates',
  summary: 'Make all flows and tables of a kit',
  description:
    'All or nothing. A flow that was made of the kit before and is not archived is kept as it is: calling twice makes nothing twice.',
  params: z.object({ kit: z.string().regex(/^[a-z][a-z0-9-]{0,60}$/) }),
  body: using,
  output: {
    200: z.object({
      flows: z.array(
        z.object({
          template: z.string(),
          flowId: id('flw'),
          name: z.string(),
          publishedVersion: z.int().nullable(),
          kept: z.boolean().describe('It was there before'),
          ...missing,
        }),
      ),
      tables: madeTables,
    }),
  },
  errors: ['flow_has_problems', 'conflict', 'quota_exceeded'],
  scopes: ['flows:write'],
  idempotent: true,
  handle: async ({ caller, params, body, request, resourceId }, deps) => {
    const kit = kits().get(params.kit);
    if (!kit) throw fail('not_found', 'Este kit não existe.', 'There is no such kit.');
    const templates = templatesOf(kit);
    refuseUnfit(templates, body.values);
    const wanted = templates.map((template) => {
      const filled = fillTemplate(template, { ...body, locale: request.locale });
      Object.assign(filled.document, { 'x-kit': kit.id });
      return { template, filled };
    });
    const making = { locale: request.locale, publish: body.publish, resourceId, kit: kit.id };
    const { flows, tables } = await makeFlows(deps, caller, wanted, making);
    return ok({
      flows: flows.map(({ flow: { id: flowId, name, publishedVersion }, ...rest }) => ({
        ...{ flowId, name, publishedVersion },
        ...rest,
      })),
      tables,
    });
  },
});
