import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { sessionQuery } from '../features/access/api/get-session';
import { createQueryClient } from '../lib/query-client';
import { createAppRouter } from './router';
import { theme } from './theme';

const queryClient = createQueryClient(() => {
  const wasSignedIn = queryClient.getQueryData(sessionQuery.queryKey) !== undefined;
  queryClient.clear();
  const { href, pathname } = router.state.location;
  if (pathname === '/sign-in' || pathname === '/join') return;
  const search = { next: href, ...(wasSignedIn && { ended: true as const }) };
  void router.navigate({ to: '/sign-in', search });
});
const router = createAppRouter(queryClient);

/** The application. */
export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
