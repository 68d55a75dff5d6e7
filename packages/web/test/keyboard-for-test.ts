import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const MOST_STOPS = 80;

/** A caret shows where the focus is in what takes text; anything else, or its label, has an outline. */
const FOCUS_IS_SEEN = `(() => {
  const at = document.activeElement;
  if (at === null || at === document.body) return true;
  if (at.matches('input:not([type=radio], [type=checkbox]), textarea, select')) return true;
  return [at, at.nextElementSibling].some((one) => {
    if (one === null) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== 'none' && outlineWidth !== '0px';
  });
})()`;
const FOCUSED = 'document.activeElement.outerHTML.slice(0, 200)';

/** Goes to an element by Tab alone; at each stop one has to see where the focus is. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor({ state: 'attached' });
  const passed: string[] = [];
  while (!(await hasFocus(wanted))) {
    expect(passed.length, `stops before ${String(wanted)}:\n${passed.join('\n')}`).toBeLessThan(
      MOST_STOPS,
    );
    await page.keyboard.press('Tab');
    passed.push(await page.evaluate<string>(FOCUSED));
    expect([passed.at(-1), await page.evaluate(FOCUS_IS_SEEN)]).toEqual([passed.at(-1), true]);
  }
}

/** Goes to a button or a link, and presses it. */
export async function pressOn(page: Page, wanted: Locator): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press('Enter');
}

/** Goes to a field, and types over what is in it. */
export async function typeInto(page: Page, wanted: Locator, text: string): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}

/** Goes to an entry of a menu that is open. */
export async function arrowTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let stops = 0; !(await hasFocus(wanted)); stops++) {
    expect(stops, `stops before ${String(wanted)}`).toBeLessThan(MOST_STOPS);
    await page.keyboard.press('ArrowDown');
  }
}

function hasFocus(wanted: Locator): Promise<boolean> {
  return wanted.evaluate((element) => element === element.ownerDocument.activeElement);
}
