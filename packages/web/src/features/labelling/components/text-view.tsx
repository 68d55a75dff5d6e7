import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './labelling-page.module.css';

/** Shorter texts are seen at a glance. */
const LONG = 600;

/** A text; in a long one, words can be looked for and are marked. */
export function TextView({ text, name }: { readonly text: string; readonly name: string }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState('');
  return (
    <>
      {text.length > LONG && (
        <TextInput
          className={classes.find}
          size="xs"
          aria-label={t('label.find')}
          placeholder={t('label.find')}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={wanted}
          onChange={({ currentTarget }) => setWanted(currentTarget.value)}
          onKeyDown={({ key, currentTarget }) => {
            // Back to the keys of the classes.
            if (key === 'Escape' || key === 'Enter') currentTarget.blur();
          }}
        />
      )}
      {/* Long texts are scrolled by keyboard, too. */}
      <div className={classes.text} tabIndex={0} role="document" aria-label={name}>
        {parts(text, wanted.trim()).map((part, i) =>
          i % 2 === 1 ? <mark key={i}>{part}</mark> : part,
        )}
      </div>
    </>
  );
}

/** Cuts a text so that every second part is what is wanted, in any case. */
function parts(text: string, wanted: string): readonly string[] {
  if (wanted === '') return [text];
  const literal = wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.split(new RegExp(`(${literal})`, 'gi'));
}
