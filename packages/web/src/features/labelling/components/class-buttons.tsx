import type { ClassGuide } from '@alaas/client';
import { TextInput, Tooltip, type TooltipProps } from '@mantine/core';
import { memo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { classColours } from '../../../lib/class-colours';
import { ClassHelp } from '../../classes/components/class-help';
import { Swatch } from '../../classes/components/swatch';
import { classKeys } from '../session/class-keys';
import classes from './labelling-page.module.css';

const MANY = 24;
/** So many classes have a line each; more stand side by side, which saves scrolling. */
const FEW = 12;
/** In letters; what is longer does not fit beside another class. */
const SHORT = 9;
const LONG = 24;
/** From here on letters are about twice as wide. */
const WIDE_LETTERS = '\u2e80';
const MOST_EXAMPLES = 3;
/** Whoever moves over the classes does not mean each of them. */
const OPEN_MS = 250;
/** On a phone there is room above a class only: beside it the page would become wider. */
const STAY_INSIDE = {
  flip: { fallbackPlacements: ['top', 'bottom'] },
  shift: { padding: 8 },
} satisfies TooltipProps['middlewares'];

/** The classes, each with its key and colour; where there are many, with a search. */
export const ClassButtons = memo(function ClassButtons({
  project,
  names,
  guides,
  chosen,
  onChoose,
}: {
  readonly project: string;
  readonly names: readonly string[];
  readonly guides: readonly ClassGuide[];
  /** The label that counts now, where an answer is corrected. */
  readonly chosen: string | undefined;
  readonly onChoose: (name: string) => void;
}) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const keys = classKeys(names);
  const colours = classColours(names, guides);
  const guideOf = new Map(guides.map((guide) => [guide.name, guide]));
  const isInLines = names.length <= FEW && names.some((name) => widthOf(name) > SHORT);
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
      <div
        className={classes.classes}
        role="group"
        aria-label={t('label.classes')}
        data-lines={isInLines || undefined}
      >
        {found.map(({ name, key }) => (
          <Explained key={name} project={project} guide={guideOf.get(name)}>
            <button
              type="button"
              className={classes.choice}
              // All of a name that is cut off.
              title={widthOf(name) > LONG ? name : undefined}
              data-long={widthOf(name) > LONG || undefined}
              data-chosen={name === chosen || undefined}
              aria-keyshortcuts={key}
              onClick={({ detail, currentTarget }) => {
                // After a click, the keys are for the next item again.
                if (detail > 0) currentTarget.blur();
                onChoose(name);
              }}
            >
              <span className={classes.name}>
                <Swatch colour={colours.get(name)} />
                <span className={`wrap-anywhere ${classes.words}`}>{name}</span>
              </span>
              {key !== undefined && (
                <kbd className={classes.key} aria-hidden>
                  {key}
                </kbd>
              )}
            </button>
          </Explained>
        ))}
      </div>
    </>
  );
});

function widthOf(name: string): number {
  return [...name].reduce((width, letter) => width + (letter < WIDE_LETTERS ? 1 : 2), 0);
}

/** With what belongs to the class, for whoever points at it or has the focus on it. */
function Explained({
  project,
  guide,
  children,
}: {
  readonly project: string;
  readonly guide: ClassGuide | undefined;
  readonly children: ReactElement;
}) {
  const isHelpful = guide !== undefined && (guide.definition !== '' || guide.examples.length > 0);
  return (
    <Tooltip
      multiline
      disabled={!isHelpful}
      w={300}
      position="left"
      middlewares={STAY_INSIDE}
      openDelay={OPEN_MS}
      events={{ hover: true, focus: true, touch: false }}
      classNames={{ tooltip: classes.explanation! }}
      label={guide && <ClassHelp project={project} guide={guide} most={MOST_EXAMPLES} />}
    >
      {children}
    </Tooltip>
  );
}
