import { Center, Loader } from '@mantine/core';

/** While a part of the panel comes. */
export const PanelLoader = () => (
  <Center h="100%" w="100%">
    <Loader type="dots" />
  </Center>
);
