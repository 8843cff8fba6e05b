import { Button, Group, Text } from '@mantine/core';
import type { Connection } from '../api-types.ts';
import { toastDone } from '../shell/toasts.tsx';
import { useConnectionsTexts } from './connections-texts.ts';
import { useSignIn } from './use-sign-in.ts';

interface SignInButtonProps {
  connection: Connection;
  size?: 'xs' | 'sm';
  className?: string;
  onSignedIn: (now: Connection) => void;
}

/** Signs in at the provider, again where somebody did before; while one is away, it says so and can be given up. */
export const SignInButton = ({ connection, size = 'sm', className, onSignedIn }: SignInButtonProps) => {
  const t = useConnectionsTexts();
  const { step, start, stop } = useSignIn(connection, (now) => {
    toastDone(t.signedInTitle(now.signIn?.account ?? now.name));
    onSignedIn(now);
  });
  if (step === 'waiting')
    return (
      <Group gap="xs" role="status">
        <Text size="sm" c="dimmed">
          {t.signInWaiting}
        </Text>
        <Button size={size} variant="subtle" color="gray" onClick={stop}>
          {t.signInStop}
        </Button>
      </Group>
    );
  return (
    <Button
      size={size}
      className={className}
      variant={connection.signIn?.state === 'needed' ? 'filled' : 'default'}
      onClick={start}
    >
      {connection.signIn?.at ? t.signInAgain : t.signIn}
    </Button>
  );
};
