import { type ComponentType, createContext, useContext } from 'react';
import type { Json, JsonSchema } from '#flow/json.ts';

export interface FieldProps {
  schema: JsonSchema;
  name: string;
  /** Where the field stands, as problems name it. */
  pointer: string;
  value: Json | undefined;
  /** `undefined` takes the field out. */
  onChange: (value: Json | undefined) => void;
  required?: boolean | undefined;
  /** One of a list: that it must be filled in is said by its being there. */
  isItem?: boolean;
  /** Never searched for expressions. */
  literal?: boolean | undefined;
}

export interface ControlProps extends FieldProps {
  id: string;
  /** Id of what names the control; without one its `name` does. */
  labelledBy?: string | undefined;
  invalid: boolean;
}

/** A schema holds schemas: lists and objects draw fields, which draw lists and objects. They meet here. */
export interface FormParts {
  /** A field with its title, problems and the switch to an expression. */
  Field: ComponentType<FieldProps>;
  /** The control of a value alone. */
  Control: ComponentType<ControlProps>;
}

export const FormPartsContext = createContext<FormParts | null>(null);

export const useFormParts = (): FormParts => {
  const parts = useContext(FormPartsContext);
  if (!parts) throw new Error('a field is drawn outside of a form');
  return parts;
};
