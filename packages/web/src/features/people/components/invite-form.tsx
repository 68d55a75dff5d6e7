import type { User } from '@alaas/client';
import { Button, Checkbox, NativeSelect, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { ShownOnce } from '../../../components/shown-once';
import { formatTime } from '../../../lib/format';
import { useSession } from '../../access/api/get-session';
import { useProjects } from '../../projects/api/list-projects';
import { useInvite } from '../api/invite';
import { ROLES } from './roles';

const HOURS = [24, 72, 168, 720];
const HOURS_OF_A_DAY = 24;

interface InvitationDraft {
  readonly role: User['role'];
  readonly hours: string;
  readonly projects: string[];
}

/** Role, projects and time of an invitation; then its link, to be passed on. */
export function InviteForm({ project }: { readonly project?: string | undefined }) {
  const { t, i18n } = useTranslation();
  const { rights } = useSession();
  const projects = useProjects();
  const invite = useInvite();
  const form = useForm<InvitationDraft>({
    initialValues: {
      role: 'annotator',
      hours: '72',
      projects: project === undefined ? [] : [project],
    },
  });
  // Only an owner makes people as powerful as a manager.
  const roles = rights.includes('own') ? ROLES : ROLES.slice(2);
  const names = projects.data?.pages.flatMap((page) => page.projects) ?? [];
  if (invite.data !== undefined) {
    const { token, expiresAt } = invite.data;
    const until = formatTime(expiresAt, i18n.language);
    return (
      <ShownOnce
        title={t('people.linkReady')}
        text={t('people.linkText', { until })}
        secret={`${globalThis.location.origin}/join#token=${token}`}
      />
    );
  }
  return (
    <form
      onSubmit={form.onSubmit(({ hours, ...rest }) =>
        invite.mutate({ ...rest, hours: Number(hours) }),
      )}
    >
      <Stack>
        <NativeSelect
          label={t('people.role')}
          description={t(`people.may.${form.values.role}`)}
          data={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
          {...form.getInputProps('role')}
        />
        <NativeSelect
          label={t('people.goodFor')}
          data={HOURS.map((hours) => ({
            value: `${hours}`,
            label: t('common.days', { count: hours / HOURS_OF_A_DAY }),
          }))}
          {...form.getInputProps('hours')}
        />
        {names.length > 0 && (
          <Checkbox.Group label={t('people.projects')} {...form.getInputProps('projects')}>
            <Stack gap="xs" mt={4}>
              {names.map(({ id, name }) => (
                <Checkbox key={id} value={id} label={name} />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        {projects.hasNextPage && (
          <Button size="xs" variant="default" onClick={() => void projects.fetchNextPage()}>
            {t('common.more')}
          </Button>
        )}
        <Text size="sm" c="dimmed">
          {t('people.membersLater')}
        </Text>
        <ProblemAlert error={invite.error} />
        <Button type="submit" loading={invite.isPending}>
          {t('people.makeLink')}
        </Button>
      </Stack>
    </form>
  );
}
