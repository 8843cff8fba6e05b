import { z } from 'zod';
import type { Json } from './json.ts';

/** Colours that notes and groups are told apart by; the builder has a light and a dark one of each. */
export const BOARD_COLORS = ['yellow', 'green', 'blue', 'violet', 'pink', 'grey'] as const;
export type BoardColor = (typeof BOARD_COLORS)[number];

const json = z.unknown().transform((value) => (value ?? null) as Json);
const id = z.string().min(1).max(100);
const place = z.strictObject({ x: z.number(), y: z.number() });

const note = z.strictObject({
  id,
  text: z.string().max(10_000),
  color: z.enum(BOARD_COLORS),
  position: place,
  size: z.strictObject({ width: z.number().min(40).max(4000), height: z.number().min(30).max(4000) }),
});
const group = z.strictObject({
  id,
  title: z.string().max(200),
  color: z.enum(BOARD_COLORS),
  nodes: z.array(id).max(1000),
});
const pin = z.strictObject({
  port: z.string().max(100).optional(),
  output: json.optional(),
  error: z.record(z.string(), json).optional(),
});
const sample = z.strictObject({ id, name: z.string().min(1).max(200), data: json });

/** What only the builder knows of a flow: it never has meaning for a run of production. Sizes in pixels. */
export const boardSchema = z.strictObject({
  notes: z.array(note).max(500).optional(),
  /** Nodes that are framed and moved together; a node stands in one group at most. */
  groups: z.array(group).max(200).optional(),
  /** Containers that are drawn closed. */
  collapsed: z.array(id).max(1000).optional(),
  /** What nodes give in test runs, by node (`flow-language` §9). */
  pins: z.record(id, pin).optional(),
  /** Events that the flow is tried with. */
  samples: z.array(sample).max(100).optional(),
});

export type Board = z.infer<typeof boardSchema>;
export type BoardNote = z.infer<typeof note>;
export type BoardGroup = z.infer<typeof group>;
export type BoardPin = z.infer<typeof pin>;
export type BoardSample = z.infer<typeof sample>;

/** A board that cannot be read is an empty one: the flow is still drawn. */
export const readBoard = (value: unknown): Board => boardSchema.safeParse(value).data ?? {};
