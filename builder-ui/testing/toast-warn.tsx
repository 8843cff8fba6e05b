import { notifications } from '@mantine/notifications';
import { Icon } from '../icons/icon.tsx';

/** Something was not done, and why; nothing is broken. */
export const toastWarn = (message: string): void => {
  notifications.show({ color: 'yellow', message, autoClose: 6000, icon: <Icon name="alert-triangle" size={16} /> });
};
