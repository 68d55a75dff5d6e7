import type { RunDecision } from '@alaas/client';
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { formatNumber } from '../../../lib/format';
import type { AgentScope } from '../api/agent-scope';
import { useDecide } from '../api/decide';
import { useDecisions } from '../api/get-decisions';
import { DecisionEvidence } from './decision-evidence';
import { DecisionText } from './decision-text';
import { Panel } from './panel';

/** What was decided so far, latest first; what can still be taken back has a button. */
export function MadeDecisionsPanel({
  agent,
  mayDecide,
}: {
  readonly agent: AgentScope;
  readonly mayDecide: boolean;
}) {
  const { t } = useTranslation();
  const { data = [] } = useDecisions(agent);
  const decide = useDecide(agent);
  const made = data.filter(({ status }) => status !== 'asked').toReversed();
  return (
    <Panel title={t('decision.title')} text={t('decision.text')}>
      <ProblemAlert error={decide.error} />
      {made.length === 0 && <Text c="dimmed">{t('decision.none')}</Text>}
      <Stack gap="md">
        {made.map((decision) => (
          <div key={decision.id}>
            <MadeDecision decision={decision} />
            {mayDecide && decision.can.includes('veto') && (
              <Button
                mt={6}
                size="xs"
                variant="default"
                loading={decide.isPending}
                onClick={() => decide.mutate({ kind: 'veto', decision: decision.id })}
              >
                {t('decision.bringBack', { arm: decision.arm })}
              </Button>
            )}
          </div>
        ))}
      </Stack>
    </Panel>
  );
}

function MadeDecision({ decision }: { readonly decision: RunDecision }) {
  const { t, i18n } = useTranslation();
  return (
    <>
      <Group gap="sm">
        <Text size="sm" fw={600}>
          {t(`decision.kind.${decision.kind}`, { arm: decision.arm })}
        </Text>
        <Badge variant="light" tt="none" autoContrast>
          {t(`overview.decision.${decision.status}`)}
        </Badge>
        <Text size="sm" c="dimmed">
          {t('decision.at', { labels: formatNumber(decision.spent, i18n.language) })}
        </Text>
      </Group>
      <Text size="sm">
        <DecisionText decision={decision} />
      </Text>
      <DecisionEvidence decision={decision} />
    </>
  );
}
