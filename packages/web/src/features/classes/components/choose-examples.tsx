import { Button, Modal, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPhoto } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../../lib/format';
import classes from './classes.module.css';
import type { Guide } from './guide-rows';

const MOST = 6;

/** An item that can be an example. */
export interface Candidate {
  readonly name: string;
  readonly preview: ReactNode;
}

/** A button that says how many examples a class has, and opens a choice of items. */
export function ChooseExamples({
  guide,
  isReadOnly = false,
  onChange,
  children,
}: {
  readonly guide: Guide;
  readonly isReadOnly?: boolean;
  readonly onChange: (guide: Guide) => void;
  /** Gets what chooses an item, as long as the choice is open. */
  readonly children: (choice: Choice) => ReactNode;
}) {
  const { t, i18n } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure();
  const { name, examples } = guide;
  const toggle = (item: string): void =>
    onChange({
      ...guide,
      examples: examples.includes(item)
        ? examples.filter((one) => one !== item)
        : [...examples, item].slice(0, MOST),
    });
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPhoto size={14} aria-hidden />}
        disabled={isReadOnly}
        onClick={open}
      >
        {t('guides.examples', { shown: formatNumber(examples.length, i18n.language) })}
        <VisuallyHidden>{` · ${name}`}</VisuallyHidden>
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        size="lg"
        title={t('guides.choose', { name })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack>
          <Text size="sm" c="dimmed" role="status">
            {t('guides.chosen', {
              chosen: formatNumber(examples.length, i18n.language),
              most: formatNumber(MOST, i18n.language),
            })}
          </Text>
          {isOpen && children({ chosen: examples, toggle })}
        </Stack>
      </Modal>
    </>
  );
}

/** What is chosen, and how that changes. */
export interface Choice {
  readonly chosen: readonly string[];
  readonly toggle: (item: string) => void;
}

/** Items of which some are examples. */
export function Candidates({
  items,
  chosen,
  toggle,
}: Choice & { readonly items: readonly Candidate[] }) {
  return (
    <div className={classes.pictures}>
      {items.map(({ name, preview }) => (
        <button
          key={name}
          type="button"
          className={classes.picture}
          aria-pressed={chosen.includes(name)}
          title={name}
          onClick={() => toggle(name)}
        >
          {preview}
        </button>
      ))}
    </div>
  );
}
