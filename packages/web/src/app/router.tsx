import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { PageLoading } from '../components/page-loading';
import { ProblemPage } from '../components/problem-page';
import { sessionQuery } from '../features/access/api/get-session';
import { dataSearch } from '../features/data/data-search';
import { errorCode } from '../lib/error-code';
import { NotFoundPage } from './not-found-page';
import { Shell } from './shell';

const root = createRootRouteWithContext<{ readonly queryClient: QueryClient }>()({
  component: Outlet,
});

interface SignInSearch {
  /** Where one wanted to go. */
  readonly next?: string;
  /** Whether one was signed in a moment ago. */
  readonly ended?: true;
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next, ended }: { next?: unknown; ended?: unknown }): SignInSearch => ({
    ...(typeof next === 'string' && /^\/(?![/\\])/.test(next) && { next }),
    ...(ended === true && { ended }),
  }),
  component: lazyRouteComponent(
    () => import('../features/access/components/sign-in-page'),
    'SignInPage',
  ),
});

const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(
    () => import('../features/access/components/join-page'),
    'JoinPage',
  ),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(sessionQuery);
    } catch (error) {
      if (errorCode(error) !== 'ACCESS_SIGN_IN_NEEDED') throw error;
      redirect({ to: '/sign-in', search: { next: location.href }, throw: true });
    }
  },
});

const shell = createRoute({ getParentRoute: () => signedIn, id: 'shell', component: Shell });

const projects = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(
    () => import('../features/projects/components/projects-page'),
    'ProjectsPage',
  ),
});

const newProject = createRoute({
  getParentRoute: () => shell,
  path: '/projects/new',
  component: lazyRouteComponent(
    () => import('../features/new-project/components/new-project-page'),
    'NewProjectPage',
  ),
});

const importProject = createRoute({
  getParentRoute: () => shell,
  path: '/projects/import',
  component: lazyRouteComponent(
    () => import('../features/additions/components/import-project-page'),
    'ImportProjectPage',
  ),
});

const additions = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$project/additions',
  component: lazyRouteComponent(
    () => import('../features/additions/components/additions-page'),
    'AdditionsPage',
  ),
});

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$project',
  component: lazyRouteComponent(
    () => import('../features/overview/components/overview-page'),
    'OverviewPage',
  ),
});

const members = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$project/members',
  component: lazyRouteComponent(
    () => import('../features/people/components/members-page'),
    'MembersPage',
  ),
});

const webhooks = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$project/webhooks',
  component: lazyRouteComponent(
    () => import('../features/webhooks/components/webhooks-page'),
    'WebhooksPage',
  ),
});

const projectExports = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$project/exports',
  component: lazyRouteComponent(
    () => import('../features/exports/components/exports-page'),
    'ExportsPage',
  ),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$project/settings',
  component: lazyRouteComponent(
    () => import('../features/settings/components/settings-page'),
    'SettingsPage',
  ),
});

const runs = createRoute({
  getParentRoute: () => shell,
  path: '/runs',
  component: lazyRouteComponent(() => import('../features/runs/components/runs-page'), 'RunsPage'),
});

const run = createRoute({
  getParentRoute: () => shell,
  path: '/runs/$run',
  component: lazyRouteComponent(() => import('../features/runs/components/run-page'), 'RunPage'),
});

const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  component: lazyRouteComponent(
    () => import('../features/people/components/people-page'),
    'PeoplePage',
  ),
});

const keys = createRoute({
  getParentRoute: () => shell,
  path: '/keys',
  component: lazyRouteComponent(() => import('../features/keys/components/keys-page'), 'KeysPage'),
});

const sessions = createRoute({
  getParentRoute: () => shell,
  path: '/sessions',
  component: lazyRouteComponent(
    () => import('../features/sessions/components/sessions-page'),
    'SessionsPage',
  ),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  component: lazyRouteComponent(
    () => import('../features/audit/components/audit-page'),
    'AuditPage',
  ),
});

const system = createRoute({
  getParentRoute: () => shell,
  path: '/system',
  component: lazyRouteComponent(
    () => import('../features/system/components/system-page'),
    'SystemPage',
  ),
});

const data = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$project/data',
  validateSearch: dataSearch,
  component: lazyRouteComponent(() => import('../features/data/components/data-page'), 'DataPage'),
});

const impact = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$project/impact',
  component: lazyRouteComponent(
    () => import('../features/impact/components/impact-page'),
    'ImpactPage',
  ),
});

const label = createRoute({
  getParentRoute: () => signedIn,
  path: '/projects/$project/label',
  component: lazyRouteComponent(
    () => import('../features/labelling/components/labelling-page'),
    'LabellingPage',
  ),
});

const routeTree = root.addChildren([
  signIn,
  join,
  signedIn.addChildren([
    shell.addChildren([
      projects,
      newProject,
      importProject,
      overview,
      additions,
      data,
      impact,
      members,
      webhooks,
      projectExports,
      settings,
      runs,
      run,
      people,
      keys,
      sessions,
      audit,
      system,
    ]),
    label,
  ]),
]);

/** Pages by address; each is loaded when it is first shown. */
export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPendingComponent: PageLoading,
    defaultErrorComponent: ProblemPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
