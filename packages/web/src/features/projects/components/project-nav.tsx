import { Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../access/api/get-session';
import classes from './project-nav.module.css';

const PAGES = [
  { to: '/projects/$project', name: 'projects.page.overview', needs: 'read' },
  { to: '/projects/$project/data', name: 'projects.page.data', needs: 'read' },
  { to: '/projects/$project/impact', name: 'projects.page.impact', needs: 'see' },
  { to: '/projects/$project/exports', name: 'projects.page.exports', needs: 'read' },
  { to: '/projects/$project/additions', name: 'projects.page.additions', needs: 'manage' },
  { to: '/projects/$project/members', name: 'projects.page.members', needs: 'manage' },
  { to: '/projects/$project/webhooks', name: 'projects.page.webhooks', needs: 'manage' },
  { to: '/projects/$project/settings', name: 'projects.page.settings', needs: 'manage' },
] as const;

/** The pages of a project that one has a right to. */
export function ProjectNav({ project }: { readonly project: string }) {
  const { t } = useTranslation();
  const { rights } = useSession();
  return (
    <Group component="nav" gap={4} mb="lg" aria-label={t('projects.pages')}>
      {PAGES.filter(({ needs }) => rights.includes(needs)).map(({ to, name }) => (
        <Link
          key={to}
          to={to}
          params={{ project }}
          className={classes.page}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {t(name)}
        </Link>
      ))}
    </Group>
  );
}
