import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { answer, api } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { LanguageMenu } from '../shell/language-menu.js';
import { SchemeButton } from '../shell/scheme-button.js';
import { focusFirstError } from '../ui/focus-first-error.js';
import { Icon, Mark } from '../ui/icon.js';
import { Notice, ProblemNotice } from '../ui/notice.js';

/** Signing in by a one-time link. The token stands in the fragment, which no server log and no referrer ever sees. */
export function SignIn() {
  const { t } = useTranslation();
  const { hash } = useLocation();
  const [token, setToken] = useState(() => tokenIn(hash));
  useEffect(() => {
    document.title = `${t('signIn.title')} · Steward`;
  }, [t]);
  useEffect(() => {
    const found = tokenIn(hash);
    if (found !== null) setToken(found);
  }, [hash]);
  return (
    <div className="sign-in">
      <header className="sign-in-bar">
        <span className="brand">
          <Mark />
          Steward
        </span>
        <span className="masthead-end">
          <LanguageMenu />
          <SchemeButton />
        </span>
      </header>
      <main>
        <div className="panel sign-in-card">
          <h1>{t('signIn.title')}</h1>
          {token === null ? <AskForLink /> : <UseLink token={token} onInvalid={() => setToken(null)} />}
        </div>
      </main>
    </div>
  );
}

/** A person's click signs in; opening the link alone, as mail scanners do, changes nothing. */
function UseLink({ token, onInvalid }: { token: string; onInvalid: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { state } = useLocation();
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/sessions', { body: { token } })),
    onSuccess: async () => {
      queries.clear();
      await navigate(cameFrom(state), { replace: true });
    },
  });
  const spent = signIn.isError && asProblem(signIn.error).code === 'linkInvalid';
  return (
    <div className="form">
      <p className="soft">{t('signIn.linkLead')}</p>
      {signIn.isError && <ProblemNotice error={signIn.error} />}
      {spent ? (
        <Button onClick={onInvalid}>{t('signIn.askAgain')}</Button>
      ) : (
        <Button onClick={() => signIn.mutate()} loading={signIn.isPending} size="md">
          {t('signIn.action')}
        </Button>
      )}
    </div>
  );
}

function AskForLink() {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const [missing, setMissing] = useState(false);
  const ask = useMutation({ mutationFn: () => answer(api.POST('/api/v1/sign-in-links', { body: { email: email.trim() } })) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = !/^\S+@\S+$/.test(email.trim());
    setMissing(wrong);
    focusFirstError(event);
    if (!wrong) ask.mutate();
  };
  if (ask.isSuccess) {
    return (
      <Notice tone="good" icon="mail" role="status">
        <p>{t('signIn.sent', { email: email.trim() })}</p>
        <p className="soft small">{t('signIn.sentHint')}</p>
      </Notice>
    );
  }
  return (
    <form className="form" onSubmit={submit} noValidate>
      <p className="soft">{t('signIn.lead')}</p>
      {ask.isError && <ProblemNotice error={ask.error} />}
      <TextInput
        label={t('signIn.email')}
        type="email"
        name="email"
        autoComplete="email"
        size="md"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={missing ? t('signIn.emailWrong') : undefined}
        leftSection={<Icon name="mail" />}
      />
      <Button type="submit" loading={ask.isPending} size="md">
        {t('signIn.send')}
      </Button>
    </form>
  );
}

function tokenIn(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token') || null;
}

/** Only a path of our own: never an address that a link could smuggle in. */
function cameFrom(state: unknown): string {
  const from = typeof state === 'object' && state !== null && 'from' in state ? state.from : null;
  return typeof from === 'string' && from.startsWith('/') && !from.startsWith('//') ? from : '/';
}
