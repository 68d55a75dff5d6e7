import { Stack } from '@mantine/core';
import { IconWebhook } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/empty-state';
import { EntryList } from '../../../components/entry-list';
import { ListLoading } from '../../../components/list-loading';
import { ProblemAlert } from '../../../components/problem-alert';
import { NeedsRight } from '../../access/components/needs-right';
import { ProjectPage } from '../../projects/components/project-page';
import { useWebhooks } from '../api/list-webhooks';
import { CreateWebhookButton } from './create-webhook-button';
import { WebhookEntry } from './webhook-entry';

const route = getRouteApi('/signed-in/shell/projects/$project/webhooks');

/** Programs that are told of what happens in a project. */
export function WebhooksPage() {
  return (
    <NeedsRight right="manage">
      <Webhooks />
    </NeedsRight>
  );
}

function Webhooks() {
  const { t } = useTranslation();
  const { project } = route.useParams();
  const query = useWebhooks(project);
  return (
    <ProjectPage
      project={project}
      title={t('webhooks.title')}
      text={t('webhooks.text')}
      actions={<CreateWebhookButton project={project} />}
    >
      <Stack gap="sm">
        {query.isPending && <ListLoading />}
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        {query.data?.length === 0 && (
          <EmptyState icon={IconWebhook} title={t('webhooks.none')} text={t('webhooks.noneText')} />
        )}
        <EntryList name={t('webhooks.title')}>
          {query.data?.map((webhook) => (
            <WebhookEntry key={webhook.id} project={project} webhook={webhook} />
          ))}
        </EntryList>
      </Stack>
    </ProjectPage>
  );
}
