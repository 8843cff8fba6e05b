import { fieldKind } from '../document/schema.ts';
import { AnyControl } from './any-control.tsx';
import { ChoiceControl } from './choice-control.tsx';
import { FileControl } from './file-control.tsx';
import type { ControlProps } from './form-parts.ts';
import { ListControl } from './list-control.tsx';
import { MapControl } from './map-control.tsx';
import { NumberControl } from './number-control.tsx';
import { ObjectFields } from './object-fields.tsx';
import { SchemaControl } from './schema/schema-control.tsx';
import { SwitchControl } from './switch-control.tsx';
import { useColumnSchema } from './table-columns.tsx';
import { TextControl } from './text-control.tsx';
import { VariantsControl } from './variants-control.tsx';
import { widgetOf } from './widgets.ts';

/** The control for a value that is written as it is. */
export const LiteralControl = (given: ControlProps) => {
  const schema = useColumnSchema(given.schema, given.value);
  const props = { ...given, schema };
  const { value, onChange, literal, pointer } = props;
  const widget = widgetOf(schema);
  if (widget === 'file') return <FileControl {...props} />;
  if (widget === 'schema' || widget === 'schema-fields') return <SchemaControl {...props} />;
  switch (fieldKind(schema)) {
    case 'text':
      return <TextControl {...props} />;
    case 'number':
      return <NumberControl {...props} />;
    case 'switch':
      return <SwitchControl {...props} />;
    case 'choice':
      return <ChoiceControl {...props} />;
    case 'list':
      return <ListControl {...props} />;
    case 'map':
      return <MapControl {...props} />;
    case 'object':
      return (
        <ObjectFields
          schema={schema}
          pointer={pointer}
          value={typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}}
          onChange={onChange}
          literal={literal ? 'all' : undefined}
        />
      );
    case 'variants':
      return <VariantsControl {...props} />;
    case 'any':
      return <AnyControl {...props} />;
  }
};
