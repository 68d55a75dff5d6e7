import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { forwardRef, type AnchorHTMLAttributes } from 'react';

type AnchorButtonProps = ButtonProps &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps>;

/** A link to a page that looks like a button. */
export const ButtonLink = createLink(
  forwardRef<HTMLAnchorElement, AnchorButtonProps>((props, ref) => (
    <Button ref={ref} component="a" {...props} />
  )),
);
