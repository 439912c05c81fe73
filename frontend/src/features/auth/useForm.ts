/** A form that the server judges. */
import type { SubmitEvent } from 'react';
import { useAttempt, wrongOf, type Wrong } from '../../services/useAttempt';

/** Submits once at a time. `rephrase` may put a refusal into words for this very form. */
export function useForm(
  submit: () => Promise<void>,
  rephrase: (error: unknown) => string | null = () => null,
) {
  const { busy, wrong, run } = useAttempt();
  const read = (error: unknown): Wrong => {
    const whole = wrongOf(error);
    const { fields } = whole;
    const text = rephrase(error);
    if (text !== null) return { ...whole, text };
    // When each field says what is wrong with it, the whole need not say it again.
    return Object.keys(fields).length > 0 ? { fields } : whole;
  };
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    void run(submit, read);
  };
  return { busy, wrong, onSubmit };
}
