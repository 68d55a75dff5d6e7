import { TextInput } from '@mantine/core';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classKeys } from '../session/class-keys';
import classes from './labelling-page.module.css';

const MANY = 24;

/** The classes, each with its key; where there are many, with a search. */
export const ClassButtons = memo(function ClassButtons({
  names,
  chosen,
  onChoose,
}: {
  readonly names: readonly string[];
  /** The label that counts now, where an answer is corrected. */
  readonly chosen: string | undefined;
  readonly onChoose: (name: string) => void;
}) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const keys = classKeys(names);
  const found = names
    .map((name, i) => ({ name, key: keys[i] }))
    .filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
  return (
    <>
      {names.length > MANY && (
        <TextInput
          aria-label={t('label.searchClasses')}
          placeholder={t('label.searchClasses')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || found[0] === undefined) return;
            onChoose(found[0].name);
            setSearch('');
          }}
        />
      )}
      <div className={classes.classes} role="group" aria-label={t('label.classes')}>
        {found.map(({ name, key }) => (
          <button
            key={name}
            type="button"
            className={classes.choice}
            data-chosen={name === chosen || undefined}
            aria-keyshortcuts={key}
            onClick={() => onChoose(name)}
          >
            {name}
            {key !== undefined && (
              <kbd className={classes.key} aria-hidden>
                {key}
              </kbd>
            )}
          </button>
        ))}
      </div>
    </>
  );
});
