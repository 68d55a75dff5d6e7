import { Stack } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../../components/confirm-button';
import { EmptyState } from '../../../components/empty-state';
import { Entry, EntryList } from '../../../components/entry-list';
import { ListLoading } from '../../../components/list-loading';
import { ProblemAlert } from '../../../components/problem-alert';
import { NeedsRight } from '../../access/components/needs-right';
import { ProjectPage } from '../../projects/components/project-page';
import { useMembers } from '../api/list-members';
import { useSetMember } from '../api/set-member';
import { AddMember } from './add-member';
import { InviteButton } from './invite-button';

const route = getRouteApi('/signed-in/shell/projects/$project/members');

/** Who was let into a project. */
export function MembersPage() {
  return (
    <NeedsRight right="manage">
      <Members />
    </NeedsRight>
  );
}

function Members() {
  const { t } = useTranslation();
  const { project } = route.useParams();
  const query = useMembers(project);
  const setMember = useSetMember(project);
  const members = query.data ?? [];
  return (
    <ProjectPage
      project={project}
      title={t('people.members')}
      text={t('people.membersText')}
      actions={<InviteButton project={project} />}
    >
      <Stack gap="sm">
        {query.isPending && <ListLoading />}
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        {query.isSuccess && <AddMember project={project} members={members} />}
        {query.isSuccess && members.length === 0 && (
          <EmptyState
            icon={IconUsers}
            title={t('people.noMembers')}
            text={t('people.noMembersText')}
          />
        )}
        <ProblemAlert error={setMember.error} />
        <EntryList name={t('people.members')}>
          {members.map(({ name, role }) => (
            <Entry
              key={name}
              title={name}
              text={t(`roles.${role}`)}
              actions={
                <ConfirmButton
                  question={t('people.removeText', { name })}
                  onConfirm={() => setMember.mutate({ user: name, isMember: false })}
                >
                  {t('people.remove')}
                </ConfirmButton>
              }
            />
          ))}
        </EntryList>
      </Stack>
    </ProjectPage>
  );
}
