import type { ReactNode } from 'react';
import { FormContext, type FormWorld } from './form-context.ts';
import { FormPartsContext } from './form-parts.ts';
import { LiteralControl } from './literal-control.tsx';
import { SchemaField } from './schema-field.tsx';

const PARTS = { Field: SchemaField, Control: LiteralControl };

/** Around every form that is drawn from schemas. */
export const Form = ({ world, children }: { world: FormWorld; children: ReactNode }) => (
  <FormPartsContext value={PARTS}>
    <FormContext value={world}>{children}</FormContext>
  </FormPartsContext>
);
