import { Button, Grid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ListLoading } from '../../../components/list-loading';
import { Page } from '../../../components/page';
import { ProblemAlert } from '../../../components/problem-alert';
import { NeedsRight } from '../../access/components/needs-right';
import { Panel } from '../../overview/components/panel';
import { useSystem } from '../api/get-system';
import { Figures } from './figures';
import { FindingsPanel } from './findings-panel';
import { StagesPanel } from './stages-panel';
import { systemFigures } from './system-figures';

/** How the installation does: workers, work that waits, cache, machine. */
export function SystemPage() {
  return (
    <NeedsRight right="own">
      <SystemState />
    </NeedsRight>
  );
}

function SystemState() {
  const { t, i18n } = useTranslation();
  const query = useSystem();
  const { data: system } = query;
  return (
    <Page
      title={t('system.title')}
      text={t('system.text')}
      actions={
        <Button variant="default" loading={query.isFetching} onClick={() => void query.refetch()}>
          {t('system.again')}
        </Button>
      }
    >
      <Stack gap="lg">
        {query.isPending && <ListLoading />}
        <ProblemAlert error={query.error} />
        {system !== undefined && (
          <>
            <Grid gap="lg">
              {systemFigures(system, i18n.language).map(({ panel, figures }) => (
                <Grid.Col key={panel} span={{ base: 12, sm: 6 }}>
                  <Panel title={t(`system.panel.${panel}`)}>
                    <Figures figures={figures} />
                  </Panel>
                </Grid.Col>
              ))}
            </Grid>
            <StagesPanel />
            <FindingsPanel findings={system.findings} />
          </>
        )}
      </Stack>
    </Page>
  );
}
