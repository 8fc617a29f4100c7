import type { FormEvent } from 'react';

/** Puts the focus on the first refused field of the form that was sent, once its error is shown. */
export function focusFirstError(event: FormEvent): void {
  const form = event.currentTarget;
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"], [data-error] input')?.focus());
}
