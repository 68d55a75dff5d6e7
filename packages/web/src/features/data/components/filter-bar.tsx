import type { Project } from '@alaas/client';
import { Button, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTick } from '../../../lib/format';
import type { Filter } from '../api/get-items';

const STATES = ['waiting', 'open', 'labelled', 'unusable'] as const;
const CONCERNS = ['people-disagree', 'model-disagrees', 'flagged'] as const;
const CONFIDENCES = [0.5, 0.7, 0.9, 0.95] as const;
const TYPING_MS = 300;

/** Which items are looked at; what is chosen here stands in the address. */
export function FilterBar({
  project,
  filter,
  onFilter,
}: {
  readonly project: Project;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}) {
  const { t, i18n } = useTranslation();
  const change = (part: Filter): void => onFilter({ ...filter, ...part });
  return (
    <Group gap="sm" align="flex-end" role="search" aria-label={t('data.filter')}>
      <TextFilter
        label={t('data.search')}
        value={filter.search}
        onValue={(search) => change({ search })}
      />
      <Choice
        label={t('data.stateName')}
        value={filter.state}
        options={STATES.map((value) => ({ value, label: t(`data.state.${value}`) }))}
        onValue={(value) => change({ state: STATES.find((one) => one === value) })}
      />
      <Choice
        label={t('data.label')}
        value={filter.label}
        options={project.classes.map((value) => ({ value, label: value }))}
        onValue={(label) => change({ label })}
      />
      <Choice
        label={t('data.prediction')}
        value={filter.prediction}
        options={project.classes.map((value) => ({ value, label: value }))}
        onValue={(prediction) => change({ prediction })}
      />
      <Choice
        label={t('data.confidence')}
        value={filter.maxConfidence === undefined ? undefined : `${filter.maxConfidence}`}
        options={CONFIDENCES.map((value) => ({
          value: `${value}`,
          label: t('data.atMost', { share: formatTick(value, i18n.language) }),
        }))}
        onValue={(value) => change({ maxConfidence: value === undefined ? value : Number(value) })}
      />
      <Choice
        label={t('data.concern')}
        value={filter.concern}
        options={CONCERNS.map((value) => ({ value, label: t(`data.concerns.${value}`) }))}
        onValue={(value) => change({ concern: CONCERNS.find((one) => one === value) })}
      />
      <TextFilter
        label={t('data.strategy')}
        value={filter.strategy}
        onValue={(strategy) => change({ strategy })}
      />
      <TextFilter
        label={t('data.annotator')}
        value={filter.annotator}
        onValue={(annotator) => change({ annotator })}
      />
      {Object.values(filter).some((value) => value !== undefined) && (
        <Button variant="default" onClick={() => onFilter({})}>
          {t('data.all')}
        </Button>
      )}
    </Group>
  );
}

function Choice({
  label,
  value,
  options,
  onValue,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onValue: (value: string | undefined) => void;
}) {
  const { t } = useTranslation();
  return (
    <Select
      label={label}
      placeholder={t('data.any')}
      w={150}
      clearable
      searchable={options.length > 8}
      data={[...options]}
      value={value ?? null}
      onChange={(chosen) => onValue(chosen ?? undefined)}
    />
  );
}

function TextFilter({
  label,
  value,
  onValue,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly onValue: (value: string | undefined) => void;
}) {
  const [text, setText] = useState(value ?? '');
  const [known, setKnown] = useState(value);
  // Somebody took the filter away, or came back to an address.
  if (value !== known) {
    setKnown(value);
    setText(value ?? '');
  }
  const tell = useDebouncedCallback((typed: string) => {
    const wanted = typed === '' ? undefined : typed;
    setKnown(wanted);
    onValue(wanted);
  }, TYPING_MS);
  return (
    <TextInput
      label={label}
      w={150}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        tell(currentTarget.value);
      }}
    />
  );
}
