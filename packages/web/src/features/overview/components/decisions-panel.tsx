import type { RunDecision } from '@alaas/client';
import { Alert, Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { IconGavel } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import type { AgentScope } from '../api/agent-scope';
import { useDecide } from '../api/decide';
import { useDecisions } from '../api/get-decisions';
import { DecisionEvidence } from './decision-evidence';
import { DecisionText } from './decision-text';

/** What waits for a person, first of all on the page; nothing where nothing waits. */
export function DecisionsPanel({
  agent,
  mayDecide,
}: {
  readonly agent: AgentScope;
  readonly mayDecide: boolean;
}) {
  const decisions = useDecisions(agent);
  const asked = decisions.data?.filter(({ status }) => status === 'asked') ?? [];
  return (
    <>
      <ProblemAlert error={decisions.error} />
      {asked.map((decision) => (
        <AskedDecision key={decision.id} agent={agent} decision={decision} mayDecide={mayDecide} />
      ))}
    </>
  );
}

function AskedDecision({
  agent,
  decision,
  mayDecide,
}: {
  readonly agent: AgentScope;
  readonly decision: RunDecision;
  readonly mayDecide: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Alert
      color="accent"
      variant="light"
      icon={<IconGavel aria-hidden />}
      title={t(`overview.asked.${decision.kind}`, { arm: decision.arm })}
    >
      <Stack gap="sm">
        <Text>
          <DecisionText decision={decision} />
        </Text>
        <DecisionEvidence decision={decision} />
        {mayDecide ? (
          <DecisionButtons agent={agent} decision={decision} />
        ) : (
          <Text size="sm" c="dimmed">
            {t('overview.managerDecides')}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}

function DecisionButtons({
  agent,
  decision: { id, kind, can, priceOfWaitingLabels },
}: {
  readonly agent: AgentScope;
  readonly decision: RunDecision;
}) {
  const { t } = useTranslation();
  const decide = useDecide(agent);
  const [labels, setLabels] = useState(Math.max(1, priceOfWaitingLabels));
  return (
    <>
      <ProblemAlert error={decide.error} />
      <Group align="flex-end">
        {can.includes('approve') && (
          <Button
            loading={decide.isPending}
            onClick={() => decide.mutate({ kind: 'approve', decision: id })}
          >
            {t('overview.approve')}
          </Button>
        )}
        {can.includes('veto') && (
          <Button
            variant="default"
            disabled={decide.isPending}
            onClick={() => decide.mutate({ kind: 'veto', decision: id })}
          >
            {t(kind === 'stop' ? 'overview.continue' : 'overview.veto')}
          </Button>
        )}
        {can.includes('postpone') && (
          <Group gap="xs" align="flex-end">
            <NumberInput
              label={t('overview.moreLabels')}
              value={labels}
              min={1}
              w={200}
              onChange={(value) => setLabels(Math.max(1, Number(value)))}
            />
            <Button
              variant="default"
              disabled={decide.isPending}
              onClick={() => decide.mutate({ kind: 'postpone', decision: id, labels })}
            >
              {t('overview.postpone')}
            </Button>
          </Group>
        )}
      </Group>
    </>
  );
}
