import type { FileToSend } from '@alaas/client';
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Candidates, type Choice } from '../../classes/components/choose-examples';
import { LocalImage } from './local-image';

const MOST = 48;

/** Images that were sent, by a part of their name: they are the items of the pool to be. */
export function LocalExamples({
  images,
  ...choice
}: Choice & { readonly images: readonly FileToSend[] }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const found = images.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
  return (
    <>
      <TextInput
        label={t('data.search')}
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
      />
      <Candidates
        {...choice}
        items={found.slice(0, MOST).map((image) => ({
          name: image.name,
          preview: <LocalImage {...image} />,
        }))}
      />
    </>
  );
}
