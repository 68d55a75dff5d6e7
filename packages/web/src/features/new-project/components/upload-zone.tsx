import { Button, FileButton, Group, Progress, Stack, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { formatBytes, formatNumber } from '../../../lib/format';
import { filesOfDrop, filesOfInput } from '../upload/files-of-drop';
import type { UploadWork } from '../upload/use-upload';
import { FilesPreview } from './files-preview';
import classes from './upload-zone.module.css';

/** Takes files and folders, dropped or chosen, and sends them. */
export function UploadZone({
  upload,
  onDone,
}: {
  readonly upload: UploadWork;
  readonly onDone: (data: string) => void;
}) {
  const { t } = useTranslation();
  const [isOver, setIsOver] = useState(false);
  const folderInput = useRef<HTMLInputElement>(null);
  return (
    <Stack gap="sm">
      <div
        className={classes.zone}
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setIsOver(false);
          void filesOfDrop(event.dataTransfer.items).then((files) => upload.begin(files, onDone));
        }}
      >
        <IconUpload size={32} stroke={1.3} color="var(--mantine-color-dimmed)" aria-hidden />
        <Text size="sm">{t('wizard.drop')}</Text>
        <Group gap="xs" justify="center">
          <FileButton multiple onChange={(files) => void upload.begin(named(files), onDone)}>
            {(props) => (
              <Button {...props} size="xs" variant="default" data-path="uploaded">
                {t('wizard.chooseFiles')}
              </Button>
            )}
          </FileButton>
          <Button size="xs" variant="default" onClick={() => folderInput.current?.click()}>
            {t('wizard.chooseFolder')}
          </Button>
          <input
            ref={folderInput}
            type="file"
            hidden
            aria-label={t('wizard.chooseFolder')}
            {...{ webkitdirectory: '' }}
            onChange={({ currentTarget: { files } }) => {
              if (files !== null) void upload.begin(filesOfInput(files), onDone);
            }}
          />
        </Group>
      </div>
      <UploadProgress upload={upload} onRetry={() => void upload.begin(upload.files, onDone)} />
      {upload.status === 'done' && <FilesPreview files={upload.files} />}
    </Stack>
  );
}

function named(files: readonly File[]) {
  return files.map((content) => ({ name: content.name, content }));
}

function UploadProgress({
  upload: { status, files, sent, sentBytes, bytes, error, cancel },
  onRetry,
}: {
  readonly upload: UploadWork;
  readonly onRetry: () => void;
}) {
  const { t, i18n } = useTranslation();
  if (status === 'none') return null;
  return (
    <>
      <Group justify="space-between">
        <Text size="sm" role="status">
          {t(status === 'done' ? 'wizard.uploaded' : 'wizard.uploading', {
            sent: formatNumber(sent, i18n.language),
            files: formatNumber(files.length, i18n.language),
            bytes: formatBytes(sentBytes, i18n.language),
          })}
        </Text>
        {status === 'sending' && (
          <Button size="xs" variant="default" onClick={cancel}>
            {t('common.cancel')}
          </Button>
        )}
      </Group>
      <Progress
        value={(100 * sentBytes) / Math.max(1, bytes)}
        aria-label={t('wizard.uploadProgress')}
      />
      <ProblemAlert error={error} onRetry={onRetry} />
    </>
  );
}
