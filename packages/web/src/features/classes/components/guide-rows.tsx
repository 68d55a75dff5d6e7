import type { Project } from '@alaas/client';
import { Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryList } from '../../../components/entry-list';
import { classColours } from '../../../lib/class-colours';
import classes from './classes.module.css';

/** What helps people to know one class, as the settings have it. */
export type Guide = Project['labelling']['classes'][number];

/** Before anybody wrote anything. */
export function emptyGuide(name: string): Guide {
  return { name, definition: '', examples: [] };
}

/** Whether there is anything that the class would not have by itself. */
export function saysSomething({ definition, color, examples }: Guide): boolean {
  return definition !== '' || color !== undefined || examples.length > 0;
}

/** Colour, definition and examples of each class, to be changed. */
export function GuideRows({
  guides,
  isReadOnly = false,
  onChange,
  examplesOf,
}: {
  /** One for each class, in order. */
  readonly guides: readonly Guide[];
  readonly isReadOnly?: boolean;
  readonly onChange: (guide: Guide) => void;
  /** What examples are chosen with; nothing where they cannot be. */
  readonly examplesOf?: ((guide: Guide) => ReactNode) | undefined;
}) {
  const { t } = useTranslation();
  const colours = classColours(
    guides.map(({ name }) => name),
    guides,
  );
  return (
    <EntryList name={t('guides.title')}>
      {guides.map((guide) => (
        <li key={guide.name} className={classes.row}>
          <input
            type="color"
            className={classes.colour}
            aria-label={t('guides.colour', { name: guide.name })}
            disabled={isReadOnly}
            value={colours.get(guide.name)}
            onChange={({ currentTarget }) => onChange({ ...guide, color: currentTarget.value })}
          />
          <Text fw={600} className="wrap-anywhere">
            {guide.name}
          </Text>
          <TextInput
            className={classes.definition}
            aria-label={t('guides.definition', { name: guide.name })}
            placeholder={t('guides.definitionText')}
            maxLength={1_000}
            disabled={isReadOnly}
            value={guide.definition}
            onChange={({ currentTarget }) =>
              onChange({ ...guide, definition: currentTarget.value })
            }
          />
          {examplesOf?.(guide) ?? <span />}
        </li>
      ))}
    </EntryList>
  );
}
