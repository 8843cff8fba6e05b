import { ActionIcon, CopyButton, TextInput, Tooltip } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';

export const CopyIcon = ({ text, size = 'sm' }: { text: string; size?: string }) => {
  const t = useTexts();
  return (
    <CopyButton value={text} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t.common.copied : t.common.copy}>
          <ActionIcon
            size={size}
            variant="subtle"
            color={copied ? 'brand' : 'gray'}
            aria-label={t.common.copy}
            onClick={(event) => {
              event.preventDefault();
              event.stopPropagation();
              copy();
            }}
          >
            <Icon name={copied ? 'check' : 'copy'} size={15} />
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
};

/** A text that is there to be copied, whole. */
export const CopyText = ({ label, text }: { label: string; text: string }) => (
  <TextInput
    label={label}
    value={text}
    readOnly
    classNames={{ input: 'mono' }}
    rightSection={<CopyIcon text={text} />}
  />
);
