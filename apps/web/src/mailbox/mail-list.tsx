import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { More, Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Live } from '../ui/page.js';

/** A mail of a list. */
export interface ListedMail {
  readonly id: string;
  readonly subject: string;
  readonly receivedAt: string;
}

/** What is needed of a list that is read page after page. */
interface Pages<Mail> {
  readonly data: { readonly pages: readonly { readonly items: readonly Mail[] }[] } | undefined;
  readonly isPending: boolean;
  readonly isSuccess: boolean;
  readonly isError: boolean;
  readonly error: unknown;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly refetch: () => Promise<unknown>;
  readonly fetchNextPage: () => Promise<unknown>;
}

/** Mails, newest first, each leading to its own screen; `none` is the title and the reason of an empty list. */
export function MailList<Mail extends ListedMail>(props: {
  mails: Pages<Mail>;
  count: (count: number) => string;
  none: { readonly title: string; readonly why: string };
  /** The folder of the mails' own screens. */
  to: string;
  /** What stands for a subject that is empty. */
  unnamed?: string;
  /** Whom it was with. */
  address: (mail: Mail) => string;
  children: (mail: Mail) => ReactNode;
}) {
  const format = useFormat();
  const { mails } = props;
  const items = mails.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Live>{mails.isSuccess ? props.count(items.length) : ''}</Live>
      {mails.isError && <ProblemNotice error={mails.error} onRetry={() => void mails.refetch()} />}
      <div className="panel">
        {mails.isPending && <Waiting />}
        {mails.isSuccess && items.length === 0 && <Empty {...props.none} />}
        <ul className="plain-list rows">
          {items.map((mail) => (
            <li key={mail.id}>
              <div className="row-split">
                <h2 className="mail-subject">
                  <Link className="title-link" to={`${props.to}/${mail.id}`}>
                    {mail.subject === '' ? props.unnamed : mail.subject}
                  </Link>
                </h2>
                <time className="small soft mail-time" dateTime={mail.receivedAt}>
                  {format.moment(mail.receivedAt)}
                </time>
              </div>
              <p className="mono soft">{props.address(mail)}</p>
              {props.children(mail)}
            </li>
          ))}
        </ul>
        <More shown={items.length} hasMore={mails.hasNextPage} loading={mails.isFetchingNextPage} onMore={() => void mails.fetchNextPage()} />
      </div>
    </>
  );
}
