import { Title } from '@mantine/core';
import { useEffect, useRef } from 'react';

/** Below the header, which lies over the page. */
const SCROLL_MARGIN_PX = 80;

/** The name of a step; another step begins at its top, also for those who hear the page. */
export function StepHeading({ step, name }: { readonly step: number; readonly name: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView();
  }, [step]);
  return (
    <Title
      order={2}
      size="h4"
      mb="md"
      ref={heading}
      tabIndex={-1}
      style={{ outline: 'none', scrollMarginTop: SCROLL_MARGIN_PX }}
    >
      {name}
    </Title>
  );
}
