import type { AuditPage } from '@alaas/client';
import { Code, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Entry } from '../../../components/entry-list';
import { formatTime } from '../../../lib/format';
import { ROLES } from '../../people/components/roles';
import { useProjects } from '../../projects/api/list-projects';
import { isKnownAction } from './actions';

type Change = AuditPage['entries'][number];

/** One change: who did what to what, when, and with what in detail. */
export function ChangeEntry({
  change: { at, actor, action, target, details },
}: {
  readonly change: Change;
}) {
  const { t, i18n } = useTranslation();
  return (
    <Entry
      title={isKnownAction(action) ? t(`audit.action.${action}`) : action}
      text={
        <>
          {actor} · <time dateTime={at}>{formatTime(at, i18n.language)}</time> ·{' '}
          <Target action={action} target={target} details={details} />
        </>
      }
    >
      {Object.keys(details).length > 0 && (
        <details>
          <Text component="summary" size="sm" mt={4}>
            {t('audit.details')}
          </Text>
          <Code block mt={4} tabIndex={0}>
            {JSON.stringify(details, undefined, 2)}
          </Code>
        </details>
      )}
    </Entry>
  );
}

/** Projects and keys by their names, where they are known; roles in the language of the page; others by what the log calls them. */
function Target({ action, target, details }: Pick<Change, 'action' | 'target' | 'details'>) {
  const { t } = useTranslation();
  const projects = useProjects().data?.pages.flatMap((page) => page.projects) ?? [];
  const project = projects.find(({ id }) => id === target);
  const role = ROLES.find((one) => one === target);
  // The log calls these by their role, and only these.
  if (role !== undefined && (action === 'invite' || action === 'join')) return t(`roles.${role}`);
  if (project === undefined) {
    return typeof details['name'] === 'string' ? details['name'] : target;
  }
  return (
    <Link to="/projects/$project" params={{ project: target }} className="plain-link">
      {project.name}
    </Link>
  );
}
