import { Swatch } from './swatch';
import classes from './classes.module.css';

/** A class under its name, beside its colour. */
export function ClassName({
  name,
  colours,
}: {
  readonly name: string;
  /** By class. */
  readonly colours: ReadonlyMap<string, string>;
}) {
  return (
    <span className={classes.named}>
      <Swatch colour={colours.get(name)} />
      <span>{name}</span>
    </span>
  );
}
