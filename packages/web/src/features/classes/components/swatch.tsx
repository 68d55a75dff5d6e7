import classes from './classes.module.css';

/** The colour of a class beside its name, which says the same to those who cannot see it. */
export function Swatch({ colour }: { readonly colour: string | undefined }) {
  return <span className={classes.swatch} style={{ background: colour }} aria-hidden />;
}
