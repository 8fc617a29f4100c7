import { lazy, Suspense, type ComponentProps } from 'react';
import { loadTexts } from '../i18n/language.js';

const Form = lazy(async () => {
  const [{ SubmissionForm }] = await Promise.all([import('./submission-form.js'), loadTexts('facts')]);
  return { default: SubmissionForm };
});

/** Handing in a submission for a supplier, for any screen: the form and its texts come when it is opened. */
export function SubmissionDialog(props: ComponentProps<typeof Form>) {
  return (
    <Suspense>
      <Form {...props} />
    </Suspense>
  );
}
