import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { UploadZone } from '../../new-project/components/upload-zone';
import { useUpload } from '../../new-project/upload/use-upload';

/** Files that are sent, or a place on the server; tells what the server names them by. */
export function SourceChoice({ onChosen }: { readonly onChosen: (data: string) => void }) {
  const { t } = useTranslation();
  const upload = useUpload();
  const [place, setPlace] = useState('');
  return (
    <Stack gap="sm">
      <UploadZone upload={upload} onDone={onChosen} />
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          label={t('additions.place')}
          value={place}
          onChange={({ currentTarget }) => setPlace(currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={place.trim() === ''}
          onClick={() => onChosen(place.trim())}
        >
          {t('additions.take')}
        </Button>
      </Group>
    </Stack>
  );
}
