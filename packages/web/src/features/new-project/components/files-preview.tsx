import type { FileToSend } from '@alaas/client';
import { Code, Group } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LocalImage } from './local-image';

const IMAGES = /\.(jpe?g|png|webp|gif|avif|bmp)$/i;
const TEXTS = /\.(csv|tsv|jsonl|ndjson|txt)$/i;
const MOST_IMAGES = 8;
const TEXT_BYTES = 2_000;
const MOST_LINES = 5;

/** The first images, or the first lines: whether these are the files that one had in mind. */
export function FilesPreview({ files }: { readonly files: readonly FileToSend[] }) {
  const images = imagesOf(files).slice(0, MOST_IMAGES);
  const text = files.find(({ name }) => TEXTS.test(name));
  if (images.length > 0) {
    return (
      <Group gap="xs">
        {images.map(({ name, content }) => (
          <LocalImage key={name} name={name} content={content} />
        ))}
      </Group>
    );
  }
  return text === undefined ? null : <FirstLines content={text.content} />;
}

/** Files that are images, by their names. */
export function imagesOf(files: readonly FileToSend[]): readonly FileToSend[] {
  return files.filter(({ name }) => IMAGES.test(name));
}

function FirstLines({ content }: { readonly content: Blob }) {
  const { t } = useTranslation();
  const [lines, setLines] = useState('');
  useEffect(() => {
    let isShown = true;
    void content
      .slice(0, TEXT_BYTES)
      .text()
      .then((text) => {
        if (isShown) setLines(text.split('\n').slice(0, MOST_LINES).join('\n'));
      });
    return () => {
      isShown = false;
    };
  }, [content]);
  return (
    <Code block tabIndex={0} aria-label={t('wizard.firstLines')}>
      {lines}
    </Code>
  );
}
