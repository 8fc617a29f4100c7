import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { newRequestKey } from '../api/client.js';
import { MessageItem } from '../conversation/message.js';
import { useMay } from '../session/me.js';
import { More, Waiting } from '../ui/data-table.js';
import { focusFirstError } from '../ui/focus-first-error.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { messagesKey, say, useMessages, type CaseKey, type Message } from './queries.js';

/** Everything that was said in the case, from the opening letter to the last reply. */
export function Conversation({ of }: { of: CaseKey }) {
  const { t } = useTranslation();
  const messages = useMessages(of);
  const mayWrite = useMay('messages:write');
  const items = messages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={t('conversation.title')} flush>
      {messages.isPending && <Waiting lines={3} />}
      {messages.isError && <ProblemNotice error={messages.error} onRetry={() => void messages.refetch()} />}
      {messages.isSuccess && items.length === 0 && <Empty small title={t('conversation.none')} why={t('conversation.noneWhy')} />}
      <ol className="plain-list messages" aria-live="polite">
        {items.map((message) => (
          <Said key={message.id} message={message} />
        ))}
      </ol>
      <More shown={items.length} hasMore={messages.hasNextPage} loading={messages.isFetchingNextPage} onMore={() => void messages.fetchNextPage()} />
      {mayWrite && <Write of={of} />}
    </Panel>
  );
}

const channels = ['note', 'mail', 'web', 'api', 'portal', 'cli'] as const;

/** One message with its files. */
export function Said({ message: { direction, author, at, text, files, ...message } }: { message: Message }) {
  const { t } = useTranslation();
  const channel = channels.find((each) => each === message.channel);
  const inbound = direction === 'in';
  return <MessageItem inbound={inbound} who={author.name} manner={[t(inbound ? 'conversation.fromSupplier' : 'conversation.fromUs'), channel ? t(`channel.${channel}`) : null]} at={at} text={text} files={files} />;
}

function Write({ of }: { of: CaseKey }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [empty, setEmpty] = useState(false);
  const key = useRef(newRequestKey());
  const send = useMutation({
    mutationFn: () => say(of, text.trim(), key.current),
    onSuccess: async () => {
      setText('');
      key.current = newRequestKey();
      await queries.invalidateQueries({ queryKey: messagesKey(of.id) });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(text.trim() === '');
    focusFirstError(event);
    if (text.trim() !== '') send.mutate();
  };
  return (
    <form className="form message-form" onSubmit={submit} noValidate>
      <Textarea
        label={t('conversation.write')}
        description={t('conversation.writeHint')}
        autosize
        minRows={2}
        maxRows={10}
        value={text}
        // Another text is another message, not the repetition of one that failed.
        onChange={(event) => {
          setText(event.currentTarget.value);
          key.current = newRequestKey();
        }}
        error={empty ? t('form.required') : undefined}
      />
      {send.isError && <ProblemNotice error={send.error} />}
      <div className="form-actions">
        <Button type="submit" variant="default" loading={send.isPending}>
          {t('conversation.send')}
        </Button>
      </div>
    </form>
  );
}
