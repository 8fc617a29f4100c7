import '@mantine/core/styles.layer.css';
import './styles/tokens.css';
import './styles/page.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/table.css';
import './styles/screens.css';
import './styles/policies-and-facts.css';
import './styles/cycle.css';
import './styles/programme.css';
import './styles/channels.css';
import './styles/relationship.css';
import { MantineProvider } from '@mantine/core';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { asProblem } from './api/problem.js';
import { startLanguage } from './i18n/language.js';
import { Screens } from './routes.js';
import { meKey } from './session/me.js';
import { theme, variables } from './theme.js';

/** A session that ended while the screen was open: asking again who is signed in leads to the sign-in. */
const onError = (error: unknown) => {
  if (asProblem(error).code === 'unauthorized' && queries.getQueryData(meKey) !== undefined) void queries.invalidateQueries({ queryKey: meKey });
};

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // Only what may go away by itself is tried again.
      retry: (failures, error) => failures < 2 && [0, 502, 503, 504].includes(asProblem(error).status),
    },
  },
});

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');

await startLanguage();
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <Screens />
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
