import { ActionIcon, Button, FileButton, Loader } from '@mantine/core';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { fieldKind } from '../document/schema.ts';
import { Icon } from '../icons/icon.tsx';
import { toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { ExpressionInput } from './expression-input.tsx';
import { MOST_BYTES, uploadFile } from './file-api.ts';
import { asFile, type KeptFile, sizeText } from './file-value.ts';
import { useForm } from './form-context.ts';
import type { ControlProps } from './form-parts.ts';
import { useFormTexts } from './form-texts.ts';
import { JsonInput } from './json-input.tsx';
import { exampleText } from './widgets.ts';

/** A file: of the author's machine, or the text or expression that gives it where the field takes texts. */
export const FileControl = (props: ControlProps) => {
  const { schema, value, onChange, id, invalid, pointer, labelledBy, name, required } = props;
  const { readOnly } = useForm();
  const file = asFile(value);
  if (file) return <KeptFileRow id={id} file={file} onRemove={readOnly ? undefined : () => onChange(undefined)} />;
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    return <JsonInput {...{ id, name, labelledBy, value, onChange }} minRows={3} />;
  }
  const takesText = fieldKind(schema) === 'any';
  const text = typeof value === 'string' ? value : '';
  return (
    <div className="file-field" role="group" aria-labelledby={labelledBy}>
      {takesText && (
        <ExpressionInput
          {...{ id, pointer, labelledBy, invalid }}
          label={name}
          bare={false}
          value={text}
          onChange={(next) => onChange(next === '' && !required ? undefined : next)}
          placeholder={exampleText(schema)}
        />
      )}
      {!readOnly && text === '' && <Upload onDone={onChange} />}
    </div>
  );
};

const KeptFileRow = ({ id, file, onRemove }: { id: string; file: KeptFile; onRemove: (() => void) | undefined }) => {
  const t = useTexts();
  const locale = useLocale();
  return (
    <div className="file-row" id={id}>
      <Icon name="file" size={16} />
      <a href={`/v1/files/${encodeURIComponent(file.file)}?name=${encodeURIComponent(file.name)}`} download={file.name}>
        {file.name}
      </a>
      {file.size !== undefined && <small>{sizeText(file.size, locale)}</small>}
      {onRemove && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={`${t.common.remove}: ${file.name}`}
          onClick={onRemove}
        >
          <Icon name="x" size={14} />
        </ActionIcon>
      )}
    </div>
  );
};

/** A file is chosen, or let go over it; it is kept before the field holds it. */
const Upload = ({ onDone }: { onDone: ControlProps['onChange'] }) => {
  const own = useFormTexts();
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  // The field may be gone by the time it is there.
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const take = async (file: File | null | undefined) => {
    if (!file || busy) return;
    if (file.size > MOST_BYTES) return setFault(own.fileTooLarge);
    setFault(null);
    setBusy(true);
    try {
      const kept = await uploadFile(file);
      if (here.current) onDone(kept);
    } catch (error) {
      toastError(error);
    } finally {
      if (here.current) setBusy(false);
    }
  };
  const isFile = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return (
    <div
      className="file-drop"
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!isFile(event)) return;
        event.preventDefault();
        event.stopPropagation();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (!isFile(event)) return;
        event.preventDefault();
        event.stopPropagation();
        void take(event.dataTransfer.files[0]);
      }}
    >
      <FileButton onChange={(file) => void take(file)}>
        {(button) => (
          <Button
            {...button}
            variant="default"
            size="compact-sm"
            disabled={busy}
            leftSection={busy ? <Loader size={12} /> : <Icon name="upload" size={14} />}
          >
            {busy ? own.uploading : own.upload}
          </Button>
        )}
      </FileButton>
      <small>{own.orDrop}</small>
      {fault && (
        <p className="field-problem" data-severity="error" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
};
