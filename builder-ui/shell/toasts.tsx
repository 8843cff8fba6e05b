import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ApiError } from '../api-error.ts';
import { Icon } from '../icons/icon.tsx';
import { texts } from '../texts/texts.ts';
import { errorWords } from './error-words.ts';

export const toastError = (error: unknown): void => {
  if (error instanceof ApiError && error.shown) return;
  const { title, detail } = errorWords(error, texts());
  notifications.show({ color: 'red', title, message: detail, autoClose: 8000, icon: <Icon name="x" /> });
};

export const toastDone = (message: string): void => {
  notifications.show({ color: 'brand', message, autoClose: 3500, icon: <Icon name="check" /> });
};

/** What one may want to know; nothing was done, and nothing is wrong. */
export const toastHint = (message: string): void => {
  notifications.show({ color: 'gray', message, autoClose: 5000, icon: <Icon name="info" /> });
};

/** What was done, and where one goes on from there. */
export const toastNext = (message: string, label: string, act: () => void): void => {
  const id = notifications.show({
    color: 'gray',
    autoClose: 8000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        {message}
        <Button
          size="compact-sm"
          variant="subtle"
          style={{ flex: 'none' }}
          onClick={() => {
            notifications.hide(id);
            act();
          }}
        >
          {label}
        </Button>
      </Group>
    ),
  });
};

/** What was done at once and can be taken back. */
export const toastUndo = (message: string, undo: () => void): void => toastNext(message, texts().common.undo, undo);
