import { Text } from '@mantine/core';
import { useQuery } from '../use-query.ts';
import { signInOptions } from './sign-in-api.ts';
import { useSignInTexts } from './sign-in-texts.ts';

/** Where to look for a letter: `usual`, or, in a demo that sends none, the folder where it lies. */
export const LetterHint = ({ usual }: { usual: string }) => {
  const t = useSignInTexts();
  const ways = useQuery('sign-in-options', signInOptions);
  return (
    <Text size="sm" c="dimmed" ta="center">
      {ways.data?.mailKept ? t.mailKept : usual}
    </Text>
  );
};
