import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './fonts.css';
import './hues.css';
import './app.css';
import './form/form.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { giveFocusBack } from './shell/focus-back.ts';
import { keepOffline } from './shell/keep-offline.ts';
import { currentLocale } from './texts/texts.ts';
import { useTheme } from './theme.ts';

document.documentElement.lang = currentLocale();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

const Themed = () => (
  <MantineProvider theme={useTheme()} defaultColorScheme="auto">
    <Notifications position="bottom-right" zIndex={1000} />
    <App />
  </MantineProvider>
);

createRoot(root).render(
  <StrictMode>
    <Themed />
  </StrictMode>,
);

giveFocusBack();
addEventListener('load', () => void keepOffline());
